// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchema } from '../validation/request-schema.js';

const CREATE = {
  volume_id: { type: 'string', format: 'uuid' },
  name: { oneOf: [{ type: 'string', format: 'name_skip_leading_trailing_spaces' }, { type: 'null' }] },
};
const NO_SNAPSHOTS = {
  type: ['boolean', 'string'],
  enum: [
    ...[true, 'True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes', 'y', 't'],
    ...[false, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no', 'n', 'f'],
  ],
};

/** Bodies of requests for transfers (cinder 21, api/schemas/volume_transfer.py). */
export const transferSchemas = {
  create: schema('volume_transfer.create', 'transfer', CREATE, 'volume_id'),
  /** From 3.55 on. */
  createWithSnapshots: schema(
    'volume_transfer.create_v355',
    'transfer',
    { ...CREATE, no_snapshots: NO_SNAPSHOTS },
    'volume_id',
  ),
  accept: schema('volume_transfer.accept', 'accept', { auth_key: { type: ['string', 'integer'] } }, 'auth_key'),
};

function schema(name: string, key: string, properties: JsonSchema, required: string): RequestSchema {
  return new RequestSchema(name, {
    type: 'object',
    properties: { [key]: { type: 'object', properties, required: [required], additionalProperties: false } },
    required: [key],
    additionalProperties: false,
  });
}
