// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';
import * as parameters from './type-parameters.js';

export const setDefaultTypeSchema = new RequestSchema('set_default_type', {
  type: 'object',
  properties: {
    default_type: {
      type: 'object',
      properties: { volume_type: parameters.name },
      required: ['volume_type'],
      additionalProperties: false,
    },
  },
  // Upstream's schema does not ask for it, and its handler fails without it.
  required: ['default_type'],
});
