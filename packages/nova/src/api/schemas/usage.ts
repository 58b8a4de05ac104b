// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const PERIOD = { start: types.textParam, end: types.textParam };

const versions = (name: string, properties: Readonly<Record<string, JsonSchema>>): RequestSchemas =>
  new RequestSchemas(name, [
    { max: '2.39', schema: types.queryOf(properties) },
    { min: '2.40', max: '2.74', schema: types.queryOf({ ...properties, ...types.pagination }) },
    { min: '2.75', schema: types.queryOf({ ...properties, ...types.pagination }, true) },
  ]);

export const listUsageQuery = versions('list_usage', { ...PERIOD, detailed: types.textParam });
export const getUsageQuery = versions('get_usage', PERIOD);
