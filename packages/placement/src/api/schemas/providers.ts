// SPDX-License-Identifier: Apache-2.0
import type { VersionedSchemas } from './allocations.js';
import { keptUuid, objectOf, placementSchema, uuid } from './common.js';

export interface NewProviderBody {
  readonly name: string;
  readonly uuid?: string;
  readonly parent_provider_uuid?: string | null;
}

export type ProviderBody = Omit<NewProviderBody, 'uuid'>;

export interface AggregatesBody {
  readonly aggregates: readonly string[];
  readonly resource_provider_generation: number;
}

const name = { type: 'string', maxLength: 200 } as const;
const parent = { anyOf: [uuid, { type: 'null' }] } as const;
const text = { type: 'string' } as const;

export const postProvider: VersionedSchemas = [
  [1014, placementSchema('post_provider_1_14', objectOf({ name, uuid, parent_provider_uuid: parent }, ['name']))],
  [1000, placementSchema('post_provider', objectOf({ name, uuid }, ['name']))],
];

export const putProvider: VersionedSchemas = [
  [1014, placementSchema('put_provider_1_14', objectOf({ name, parent_provider_uuid: parent }, ['name']))],
  [1000, placementSchema('put_provider', objectOf({ name }, ['name']))],
];

/** The query of `GET /resource_providers`. */
export const listProviders: VersionedSchemas = [
  [
    1018,
    placementSchema(
      'list_providers_1_18',
      objectOf({ name: text, uuid, member_of: text, resources: text, in_tree: uuid, required: text }),
    ),
  ],
  [
    1014,
    placementSchema(
      'list_providers_1_14',
      objectOf({ name: text, uuid, member_of: text, resources: text, in_tree: uuid }),
    ),
  ],
  [1004, placementSchema('list_providers_1_4', objectOf({ name: text, uuid, member_of: text, resources: text }))],
  [1003, placementSchema('list_providers_1_3', objectOf({ name: text, uuid, member_of: text }))],
  [1000, placementSchema('list_providers', objectOf({ name: text, uuid }))],
];

const aggregates = { type: 'array', items: keptUuid, uniqueItems: true } as const;

export const putAggregates: VersionedSchemas = [
  [
    1019,
    placementSchema(
      'put_aggregates_1_19',
      objectOf({ aggregates, resource_provider_generation: { type: 'integer' } }, [
        'aggregates',
        'resource_provider_generation',
      ]),
    ),
  ],
  [1001, placementSchema('put_aggregates', aggregates)],
];
