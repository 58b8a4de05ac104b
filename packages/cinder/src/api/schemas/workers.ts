// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';
import * as parameters from './type-parameters.js';

export const cleanupSchema = new RequestSchema('workers_cleanup', {
  type: 'object',
  properties: {
    cluster_name: parameters.hostname,
    disabled: parameters.boolean,
    host: parameters.hostname,
    is_up: parameters.boolean,
    binary: { enum: ['cinder-volume', 'cinder-scheduler'] },
    resource_id: { oneOf: [{ type: 'null' }, parameters.uuid] },
    resource_type: { type: ['string', 'null'], minLength: 0, maxLength: 40 },
    service_id: { type: ['integer', 'string', 'null'], pattern: '^[0-9]*$', maxLength: 11 },
  },
  additionalProperties: false,
});

export interface CleanupBody {
  readonly cluster_name?: string | null;
  readonly disabled?: boolean | string;
  readonly host?: string | null;
  readonly is_up?: boolean | string;
  readonly binary?: string;
  readonly resource_id?: string | null;
  readonly resource_type?: string | null;
  readonly service_id?: number | string | null;
}
