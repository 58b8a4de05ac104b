// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';

const uuid = { type: 'string', format: 'uuid' };
const fields = {
  instance_uuid: uuid,
  connector: { type: ['object', 'null'] },
  volume_uuid: uuid,
};

function attachment(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    type: 'object',
    properties: { attachment: { type: 'object', ...schema, additionalProperties: false } },
    required: ['attachment'],
    additionalProperties: false,
  };
}

/** Bodies of the attachments API (cinder 21, api/schemas/attachments.py). */
export const attachmentSchemas = {
  create: new RequestSchema('attachment_create', attachment({ properties: fields, required: ['volume_uuid'] })),
  /** From 3.54. */
  createWithMode: new RequestSchema(
    'attachment_create_v354',
    attachment({
      properties: { ...fields, mode: { type: 'string', enum: ['rw', 'ro'] } },
      required: ['volume_uuid'],
    }),
  ),
  update: new RequestSchema(
    'attachment_update',
    attachment({ properties: { connector: { type: 'object', minProperties: 1 } }, required: ['connector'] }),
  ),
} as const;
