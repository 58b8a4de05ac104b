// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';
import * as parameters from './type-parameters.js';

/** What the names are is checked against the resources of now, after this. */
export const updateQuotaSchema = new RequestSchema(
  'update_quota',
  parameters.bodyOf('quota_set', { type: 'object', minProperties: 1 }),
);

export const updateQuotaClassSchema = new RequestSchema(
  'update_quota_class',
  parameters.bodyOf('quota_class_set', {
    type: 'object',
    patternProperties: {
      '^[a-zA-Z0-9-_:. ]{1,255}$': {
        type: ['integer', 'string'],
        pattern: '^[0-9]*$',
        minimum: -1,
        minLength: 1,
        maximum: 0x7fffffff,
      },
    },
    additionalProperties: false,
  }),
);
