// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';
import * as parameters from './type-parameters.js';

export const createQosSpecsSchema = new RequestSchema(
  'create_qos_specs',
  parameters.bodyOf('qos_specs', {
    type: 'object',
    properties: { name: { type: 'string', format: 'name_skip_leading_trailing_spaces' } },
    required: ['name'],
    additionalProperties: true,
  }),
);

export const updateQosSpecsSchema = new RequestSchema(
  'update_qos_specs',
  parameters.bodyOf('qos_specs', parameters.nullableSpecs),
);

export const deleteQosKeysSchema = new RequestSchema(
  'delete_qos_specs_keys',
  parameters.bodyOf('keys', {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 255 },
    uniqueItems: true,
  }),
);
