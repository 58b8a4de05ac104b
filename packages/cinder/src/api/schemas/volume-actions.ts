// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchema } from '../validation/request-schema.js';
import { boolean, bodyOf, uuid } from './type-parameters.js';
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
  updateReadonly: action('os-update_readonly_flag', { readonly: boolean }, ['readonly']),
  setImageMetadata: action('os-set_image_metadata', { metadata }, ['metadata']),
  unsetImageMetadata: action('os-unset_image_metadata', { key: { type: 'string', minLength: 1, maxLength: 255 } }, [
    'key',
  ]),
} as const;
