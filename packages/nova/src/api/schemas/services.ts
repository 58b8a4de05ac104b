// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const text: JsonSchema = { type: 'string', minLength: 1, maxLength: 255 };

const byHost = (more: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties: { host: types.fqdn, binary: text, disabled_reason: text, ...more },
  required: ['host', 'binary'],
  additionalProperties: false,
});

export const updateServiceSchema = new RequestSchemas('service_update', [
  { min: '2.0', max: '2.10', schema: byHost({}) },
  { min: '2.11', max: '2.52', schema: byHost({ forced_down: types.boolean }) },
]);

export const updateServiceByUuidSchema = new RequestSchemas('service_update_v2_53', [
  {
    min: '2.53',
    schema: {
      type: 'object',
      properties: {
        status: { type: 'string', enum: ['enabled', 'disabled'] },
        disabled_reason: text,
        forced_down: types.boolean,
      },
      additionalProperties: false,
    },
  },
]);

const listQuery = { host: types.textParam, binary: types.textParam };

export const listServicesQuery = new RequestSchemas('list_services', [
  { min: '2.0', max: '2.74', schema: types.queryOf(listQuery) },
  { min: '2.75', schema: types.queryOf(listQuery, true) },
]);
