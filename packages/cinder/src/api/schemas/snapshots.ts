// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';
import { boolean, bodyOf, description } from './type-parameters.js';
import { nullableMetadata, nullableText, nullableUuid } from './volume-parameters.js';

/** Bodies of the snapshots API (cinder 21, api/schemas/snapshots.py). */
export const snapshotSchemas = {
  create: new RequestSchema(
    'snapshot_create',
    bodyOf('snapshot', {
      type: 'object',
      properties: {
        name: nullableText,
        display_name: nullableText,
        description,
        volume_id: nullableUuid,
        force: boolean,
        metadata: nullableMetadata,
      },
      required: ['volume_id'],
      additionalProperties: false,
    }),
  ),
  update: new RequestSchema(
    'snapshot_update',
    bodyOf('snapshot', {
      type: 'object',
      properties: {
        name: nullableText,
        description,
        display_name: nullableText,
        display_description: description,
      },
      additionalProperties: false,
      anyOf: ['name', 'description', 'display_name', 'display_description'].map((name) => ({ required: [name] })),
    }),
  ),
} as const;
