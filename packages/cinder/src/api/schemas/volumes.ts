// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchema } from '../validation/request-schema.js';
import { boolean, bodyOf, uuid } from './type-parameters.js';
import {
  metadata,
  nullableMetadata,
  nullableText,
  nullableUuid,
  nullableVolumeSize,
  trimmedDescription,
  trimmedName,
} from './volume-parameters.js';

const names = {
  name: trimmedName,
  description: trimmedDescription,
  display_name: trimmedName,
  display_description: trimmedDescription,
};
const newVolume = {
  ...names,
  volume_type: nullableText,
  metadata: nullableMetadata,
  snapshot_id: nullableUuid,
  source_volid: nullableUuid,
  consistencygroup_id: nullableUuid,
  size: nullableVolumeSize,
  availability_zone: { type: ['string', 'null'], minLength: 1, maxLength: 255, format: 'availability_zone' },
  multiattach: { oneOf: [{ type: 'null' }, boolean] },
  image_id: nullableText,
  imageRef: nullableText,
};
const withGroup = { ...newVolume, group_id: nullableText };
const withBackup = { ...withGroup, backup_id: nullableUuid };

function create(name: string, properties: JsonSchema, additionalProperties: boolean): RequestSchema {
  return new RequestSchema(name, {
    type: 'object',
    properties: {
      volume: { type: 'object', properties, additionalProperties },
      'OS-SCH-HNT:scheduler_hints': { type: ['object', 'null'] },
    },
    required: ['volume'],
    additionalProperties: false,
  });
}

const changes = { type: 'object', properties: { ...names, metadata }, additionalProperties: false };
const uuids = { oneOf: [uuid, { type: 'array', items: uuid, uniqueItems: true }] };

/** Bodies of the volumes API (cinder 21, api/schemas/volumes.py, volume_metadata.py, scheduler_hints.py). */
export const volumeSchemas = {
  create: create('volume_create', newVolume, true),
  /** 3.13 */
  createInGroup: create('volume_create_v313', withGroup, true),
  /** 3.47 */
  createFromBackup: create('volume_create_v347', withBackup, true),
  /** 3.53 */
  createStrictly: create('volume_create_v353', withBackup, false),
  update: new RequestSchema('volume_update', bodyOf('volume', changes)),
  /** 3.53 */
  updateStrictly: new RequestSchema(
    'volume_update_v353',
    bodyOf('volume', {
      ...changes,
      anyOf: ['name', 'description', 'display_name', 'display_description', 'metadata'].map((name) => ({
        required: [name],
      })),
    }),
  ),
  schedulerHints: new RequestSchema('scheduler_hints', {
    type: 'object',
    properties: {
      'OS-SCH-HNT:scheduler_hints': {
        type: ['object', 'null'],
        properties: {
          local_to_instance: nullableUuid,
          different_host: uuids,
          same_host: uuids,
          query: { type: ['string', 'object'] },
        },
        additionalProperties: true,
      },
    },
  }),
  metadata: new RequestSchema('volume_metadata_create', bodyOf('metadata', metadata)),
  metadataItem: new RequestSchema(
    'volume_metadata_update',
    bodyOf('meta', { ...metadata, minProperties: 1, maxProperties: 1 }),
  ),
} as const;
