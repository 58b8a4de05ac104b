// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';
import { boolean, bodyOf, cinderHost, description, uuid } from './type-parameters.js';
import { nullableMetadata, nullableText } from './volume-parameters.js';

const volume = {
  description,
  availability_zone: nullableText,
  bootable: boolean,
  volume_type: nullableText,
  name: nullableText,
  host: cinderHost,
  ref: { type: ['object', 'string'] },
  metadata: nullableMetadata,
};

function manageVolume(name: string, properties: Readonly<Record<string, unknown>>): RequestSchema {
  return new RequestSchema(
    name,
    bodyOf('volume', { type: 'object', properties, required: ['ref'], additionalProperties: false }),
  );
}

/** Bodies of requests to manage what is there (cinder 21, api/schemas/volume_manage.py and snapshot_manage.py). */
export const manageSchemas = {
  volume: manageVolume('volume_manage_create', volume),
  /** 3.16 */
  volumeOfCluster: manageVolume('volume_manage_create_v316', { ...volume, cluster: nullableText }),
  snapshot: new RequestSchema(
    'snapshot_manage_create',
    bodyOf('snapshot', {
      type: 'object',
      properties: {
        description,
        metadata: nullableMetadata,
        name: nullableText,
        volume_id: uuid,
        ref: { type: ['object', 'null', 'string'] },
      },
      required: ['ref', 'volume_id'],
      additionalProperties: false,
    }),
  ),
} as const;
