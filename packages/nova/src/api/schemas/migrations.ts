// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const FILTERS = Object.fromEntries(
  ['hidden', 'host', 'instance_uuid', 'source_compute', 'status', 'migration_type'].map((name) => [
    name,
    types.textParam,
  ]),
);

const time: JsonSchema = types.singleParam({ type: 'string', format: 'date-time' });
const PAGED = {
  ...FILTERS,
  limit: types.singleParam(types.nonNegativeInteger),
  marker: types.singleParam(types.anyText),
  'changes-since': time,
};
const OWNERS = { user_id: types.singleParam(types.anyText), project_id: types.singleParam(types.anyText) };

export const listMigrationsQuery = new RequestSchemas('list_migrations', [
  { min: '2.0', max: '2.58', schema: types.queryOf(FILTERS) },
  { min: '2.59', max: '2.65', schema: types.queryOf(PAGED, true) },
  { min: '2.66', max: '2.79', schema: types.queryOf({ ...PAGED, 'changes-before': time }, true) },
  { min: '2.80', schema: types.queryOf({ ...PAGED, 'changes-before': time, ...OWNERS }, true) },
]);
