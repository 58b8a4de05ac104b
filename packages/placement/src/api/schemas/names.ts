// SPDX-License-Identifier: Apache-2.0
import { CUSTOM_NAME_PATTERN, NAME_PATTERN, objectOf, owner, placementSchema } from './common.js';
import type { VersionedSchemas } from './allocations.js';

export interface NameBody {
  readonly name: string;
}

export interface ProviderTraitsBody {
  readonly traits: readonly string[];
  readonly resource_provider_generation: number;
}

const text = { type: 'string' } as const;

/** A custom resource class. */
export const resourceClass = placementSchema(
  'resource_class',
  objectOf({ name: { type: 'string', pattern: CUSTOM_NAME_PATTERN, maxLength: 255 } }, ['name']),
);

/** The name of a custom trait. */
export const customTrait = placementSchema('custom_trait', {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  pattern: CUSTOM_NAME_PATTERN,
});

export const putProviderTraits = placementSchema(
  'put_provider_traits',
  objectOf({ traits: { type: 'array', items: owner }, resource_provider_generation: { type: 'integer' } }, [
    'traits',
    'resource_provider_generation',
  ]),
);

/** The query of `GET /traits`. */
export const listTraits = placementSchema('list_traits', objectOf({ name: text, associated: text }));

/** The query of `GET /usages`. */
export const getUsages: VersionedSchemas = [
  [
    1038,
    placementSchema(
      'get_usages_1_38',
      objectOf(
        { project_id: owner, user_id: owner, consumer_type: { ...owner, pattern: `${NAME_PATTERN}|^all|^unknown$` } },
        ['project_id'],
      ),
    ),
  ],
  [1009, placementSchema('get_usages', objectOf({ project_id: owner, user_id: owner }, ['project_id']))],
];
