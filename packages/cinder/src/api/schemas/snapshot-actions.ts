// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';
import { bodyOf } from './type-parameters.js';

/** Bodies of actions of snapshots (cinder 21, api/schemas/snapshot_actions.py). */
export const snapshotActionSchemas = {
  updateStatus: new RequestSchema(
    'update_snapshot_status',
    bodyOf('os-update_snapshot_status', {
      type: 'object',
      properties: { status: { type: 'string' }, progress: { format: 'progress' } },
      required: ['status'],
      additionalProperties: false,
    }),
  ),
} as const;
