// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchema } from '../validation/request-schema.js';
import { boolean, bodyOf, description, uuid } from './type-parameters.js';
import { metadata, nullableUuid, volumeSize } from './volume-parameters.js';

function action(
  name: string,
  properties: JsonSchema,
  required: readonly string[],
  more: JsonSchema = {},
): RequestSchema {
  return new RequestSchema(
    name,
    bodyOf(name, {
      type: 'object',
      properties,
      ...(required.length === 0 ? {} : { required }),
      ...more,
      additionalProperties: false,
    }),
  );
}

const upload = {
  image_name: { type: 'string', minLength: 1, maxLength: 255 },
  force: boolean,
  disk_format: { type: 'string', enum: ['raw', 'vmdk', 'vdi', 'qcow2', 'vhd', 'vhdx', 'ploop'] },
  container_format: description,
} as const;

/** Bodies of actions of volumes (cinder 21, api/schemas/volume_actions.py and volume_image_metadata.py). */
export const volumeActionSchemas = {
  attach: action(
    'os-attach',
    {
      instance_uuid: uuid,
      mountpoint: { type: 'string', minLength: 1, maxLength: 255 },
      host_name: { type: 'string', maxLength: 255 },
      mode: { type: 'string', enum: ['rw', 'ro'] },
    },
    ['mountpoint'],
    { anyOf: [{ required: ['instance_uuid'] }, { required: ['host_name'] }] },
  ),
  detach: action('os-detach', { attachment_id: nullableUuid }, [], { type: ['object', 'null'] }),
  initializeConnection: action('os-initialize_connection', { connector: { type: ['object', 'string'] } }, [
    'connector',
  ]),
  terminateConnection: action('os-terminate_connection', { connector: { type: ['string', 'object', 'null'] } }, [
    'connector',
  ]),
  extend: action('os-extend', { new_size: volumeSize }, ['new_size']),
  setBootable: action('os-set_bootable', { bootable: boolean }, ['bootable']),
  retype: action(
    'os-retype',
    {
      new_type: { type: 'string' },
      // Upstream's list of values does not have the null that its types have.
      migration_policy: { type: ['string', 'null'], enum: ['on-demand', 'never'] },
    },
    ['new_type'],
  ),
  uploadImage: action('os-volume_upload_image', upload, ['image_name']),
  /** From 3.1 on. */
  uploadImageWithVisibility: action(
    'os-volume_upload_image',
    {
      ...upload,
      visibility: { type: 'string', enum: ['community', 'public', 'private', 'shared'] },
      protected: boolean,
    },
    ['image_name'],
  ),
  reimage: action('os-reimage', { image_id: uuid, reimage_reserved: boolean }, ['image_id']),
  updateReadonly: action('os-update_readonly_flag', { readonly: boolean }, ['readonly']),
  setImageMetadata: action('os-set_image_metadata', { metadata }, ['metadata']),
  unsetImageMetadata: action('os-unset_image_metadata', { key: { type: 'string', minLength: 1, maxLength: 255 } }, [
    'key',
  ]),
} as const;
