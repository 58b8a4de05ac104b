// SPDX-License-Identifier: Apache-2.0
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const part = {
  limit: types.multiParams(types.nonNegativeInteger),
  offset: types.multiParams(types.nonNegativeInteger),
};

export const volumesQuery = RequestSchemas.always('list_volumes', types.queryOf(part));
export const securityGroupsQuery = RequestSchemas.always(
  'list_security_groups',
  types.queryOf({ ...part, all_tenants: types.textParam }),
);

export const createVolumeSchema = RequestSchemas.always(
  'create_volume',
  types.bodyOf('volume', {
    type: 'object',
    properties: {
      volume_type: types.anyText,
      metadata: { type: 'object' },
      snapshot_id: types.anyText,
      size: { type: ['integer', 'string'], pattern: '^[0-9]+$', minimum: 1 },
      availability_zone: types.anyText,
      display_name: types.anyText,
      display_description: types.anyText,
    },
    required: ['size'],
    additionalProperties: false,
  }),
);

export const createSnapshotSchema = RequestSchemas.always(
  'create_snapshot',
  types.bodyOf('snapshot', {
    type: 'object',
    properties: {
      volume_id: types.anyText,
      force: types.boolean,
      display_name: types.anyText,
      display_description: types.anyText,
    },
    required: ['volume_id'],
    additionalProperties: false,
  }),
);

const someText = { type: 'string', minLength: 1 };

export const createAssistedSnapshotSchema = RequestSchemas.always(
  'create_assisted_snapshot',
  types.bodyOf('snapshot', {
    type: 'object',
    properties: {
      volume_id: someText,
      create_info: {
        type: 'object',
        properties: {
          snapshot_id: someText,
          type: { type: 'string', enum: ['qcow2'] },
          new_file: someText,
          id: someText,
        },
        required: ['snapshot_id', 'type', 'new_file'],
        additionalProperties: false,
      },
    },
    required: ['volume_id', 'create_info'],
    additionalProperties: false,
  }),
);

const deleteInfo = { delete_info: types.textParam };

export const deleteAssistedSnapshotQuery = new RequestSchemas('delete_assisted_snapshot', [
  { max: '2.74', schema: types.queryOf(deleteInfo) },
  { min: '2.75', schema: types.queryOf(deleteInfo, true) },
]);
