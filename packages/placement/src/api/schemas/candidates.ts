// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import type { VersionedSchemas } from './allocations.js';
import { NAMED_GROUP, NUMBERED_GROUP, objectOf, placementSchema } from './common.js';

const text = { type: 'string' } as const;
const limit = { type: 'string', pattern: '^[1-9][0-9]*$', minLength: 1 } as const;
const group_policy = { type: 'string', enum: ['none', 'isolate'] } as const;

/** Parameters that a group may have, with and without its suffix. */
function grouped(names: readonly string[], suffix: string, properties: Readonly<Record<string, unknown>>): JsonSchema {
  return objectOf(properties, [], {
    patternProperties: Object.fromEntries(names.map((name) => [`^${name}(${suffix})?$`, text])),
  });
}

const NUMBERED = ['resources', 'required', 'member_of'];
const ALL = [...NUMBERED, 'in_tree'];

const queries: VersionedSchemas<JsonSchema> = [
  [1036, grouped(ALL, NAMED_GROUP, { limit, group_policy, root_required: text, same_subtree: text })],
  [1035, grouped(ALL, NAMED_GROUP, { limit, group_policy, root_required: text })],
  [1033, grouped(ALL, NAMED_GROUP, { limit, group_policy })],
  [1031, grouped(ALL, NUMBERED_GROUP, { limit, group_policy })],
  [1025, grouped(NUMBERED, NUMBERED_GROUP, { limit, group_policy })],
  [1021, objectOf({ resources: text, limit, required: text, member_of: text }, ['resources'])],
  [1017, objectOf({ resources: text, limit, required: text }, ['resources'])],
  [1016, objectOf({ resources: text, limit }, ['resources'])],
  [1010, objectOf({ resources: text }, ['resources'])],
];

/** The query of `GET /allocation_candidates`. */
export const listCandidates: VersionedSchemas = queries.map(([since, schema]) => [
  since,
  placementSchema(`list_candidates_${since - 1000}`, schema),
]);
