// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const HARD = ['anti-affinity', 'affinity'];
const ALL = [...HARD, 'soft-anti-affinity', 'soft-affinity'];

const create = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema =>
  types.bodyOf('server_group', { type: 'object', properties, required, additionalProperties: false });

const withPolicies = (policies: readonly string[]): JsonSchema =>
  create(
    {
      name: types.name,
      policies: {
        type: 'array',
        items: [{ type: 'string', enum: policies }],
        uniqueItems: true,
        minItems: 1,
        maxItems: 1,
        additionalItems: false,
      },
    },
    ['name', 'policies'],
  );

export const createServerGroupSchema = new RequestSchemas('create_server_group', [
  { min: '2.0', max: '2.14', schema: withPolicies(HARD) },
  { min: '2.15', max: '2.63', schema: withPolicies(ALL) },
  {
    min: '2.64',
    schema: create(
      {
        name: types.name,
        policy: { type: 'string', enum: ALL },
        rules: {
          type: 'object',
          properties: { max_server_per_host: types.positiveInteger },
          additionalProperties: false,
        },
      },
      ['name', 'policy'],
    ),
  },
]);

const listQuery = {
  all_projects: types.textParam,
  limit: types.multiParams(types.nonNegativeInteger),
  offset: types.multiParams(types.nonNegativeInteger),
};

export const listServerGroupsQuery = new RequestSchemas('list_server_groups', [
  { min: '2.0', max: '2.74', schema: types.queryOf(listQuery) },
  { min: '2.75', schema: types.queryOf(listQuery, true) },
]);
