// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';

type Properties = Record<string, JsonSchema>;

const UUID = '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$';

/** The attributes that every image has; the lists of formats are the operator's. */
export function baseProperties(formats: {
  readonly container: readonly string[];
  readonly disk: readonly string[];
}): Properties {
  return {
    id: { type: 'string', description: 'Identifier of the image', pattern: UUID },
    name: { type: ['null', 'string'], description: 'Name of the image for people', maxLength: 255 },
    status: {
      type: 'string',
      readOnly: true,
      description: 'State of the image',
      enum: [
        'queued',
        'saving',
        'active',
        'killed',
        'deleted',
        'uploading',
        'importing',
        'pending_delete',
        'deactivated',
      ],
    },
    visibility: {
      type: 'string',
      description: 'Who may see the image',
      enum: ['community', 'public', 'private', 'shared'],
    },
    protected: { type: 'boolean', description: 'Whether deletion is refused' },
    os_hidden: { type: 'boolean', description: 'Whether lists leave the image out unless asked for it' },
    checksum: { type: ['null', 'string'], readOnly: true, description: 'MD5 of the data', maxLength: 32 },
    os_hash_algo: {
      type: ['null', 'string'],
      readOnly: true,
      description: 'Algorithm of os_hash_value',
      maxLength: 64,
    },
    os_hash_value: {
      type: ['null', 'string'],
      readOnly: true,
      description: 'Hash of the data in hexadecimal',
      maxLength: 128,
    },
    owner: { type: ['null', 'string'], description: 'Project that owns the image', maxLength: 255 },
    size: { type: ['null', 'integer'], readOnly: true, description: 'Size of the data in bytes' },
    virtual_size: {
      type: ['null', 'integer'],
      readOnly: true,
      description: 'Size of the disk that the data holds, in bytes',
    },
    container_format: {
      type: ['null', 'string'],
      description: 'Format of the container',
      enum: [null, ...formats.container],
    },
    disk_format: { type: ['null', 'string'], description: 'Format of the disk', enum: [null, ...formats.disk] },
    created_at: { type: 'string', readOnly: true, description: 'When the image was registered' },
    updated_at: { type: 'string', readOnly: true, description: 'When the image last changed' },
    tags: {
      type: 'array',
      description: 'Words that the image is marked with',
      items: { type: 'string', maxLength: 255 },
    },
    direct_url: { type: 'string', readOnly: true, description: 'URL of the data in its store' },
    min_ram: { type: 'integer', description: 'Memory that an instance needs at least, in MiB' },
    min_disk: { type: 'integer', description: 'Disk that an instance needs at least, in GiB' },
    self: { type: 'string', readOnly: true, description: 'URL of the image' },
    file: { type: 'string', readOnly: true, description: 'URL of the data' },
    stores: { type: 'string', readOnly: true, description: 'Stores that hold the data, where several are configured' },
    schema: { type: 'string', readOnly: true, description: 'URL of this schema' },
    locations: {
      type: 'array',
      description: 'Where the data is',
      items: {
        type: 'object',
        required: ['url', 'metadata'],
        properties: {
          url: { type: 'string', maxLength: 255 },
          metadata: { type: 'object' },
          validation_data: {
            description: 'Hashes that a queued image takes over; for any other they must be what it has',
            type: 'object',
            writeOnly: true,
            additionalProperties: false,
            required: ['os_hash_algo', 'os_hash_value'],
            properties: {
              checksum: { type: 'string', minLength: 32, maxLength: 32 },
              os_hash_algo: { type: 'string', maxLength: 64 },
              os_hash_value: { type: 'string', maxLength: 128 },
            },
          },
        },
      },
    },
  };
}

/** Well-known additional properties: upstream's etc/schema-image.json, where the operator has none. */
export const standardCustomProperties: Properties = {
  kernel_id: {
    type: ['null', 'string'],
    pattern: UUID,
    description: 'Image that holds the kernel to boot this one with',
  },
  ramdisk_id: {
    type: ['null', 'string'],
    pattern: UUID,
    description: 'Image that holds the ramdisk to boot this one with',
  },
  instance_uuid: { type: 'string', description: 'Instance that the image belongs to; for information only' },
  architecture: { type: 'string', description: 'Processor architecture of the operating system' },
  os_distro: { type: 'string', description: 'Name of the distribution' },
  os_version: { type: 'string', description: 'Version of the operating system as its distributor names it' },
  description: { type: 'string', description: 'What the image is, for people' },
  cinder_encryption_key_id: { type: 'string', description: 'Key with which a volume of this image is encrypted' },
  cinder_encryption_key_deletion_policy: {
    type: 'string',
    description: 'What becomes of that key when the image is deleted',
    enum: ['on_image_deletion', 'do_not_delete'],
  },
};

export interface ImageSchema {
  /** The schema as clients may ask for it. */
  readonly document: JsonSchema;
  /** Names and schemas of the attributes that every image has. */
  readonly base: Properties;
}

/** The schema of an image: what every image has, the operator's own properties, and any other text. */
export function imageSchema(base: Properties, custom: Properties): ImageSchema {
  const additional = Object.fromEntries(
    Object.entries(custom).map(([name, schema]) => [name, { ...schema, is_base: false }]),
  );
  return {
    base,
    document: {
      name: 'image',
      properties: { ...base, ...additional },
      additionalProperties: { type: 'string' },
      links: [
        { rel: 'self', href: '{self}' },
        { rel: 'enclosure', href: '{file}' },
        { rel: 'describedby', href: '{schema}' },
      ],
    },
  };
}

/** The schema of a list of `item`s under `name`, with links to the first and next page. */
export function collectionSchema(name: string, item: JsonSchema): JsonSchema {
  return {
    name,
    properties: {
      [name]: { type: 'array', items: item },
      first: { type: 'string' },
      next: { type: 'string' },
      schema: { type: 'string' },
    },
    links: [
      { rel: 'first', href: '{first}' },
      { rel: 'next', href: '{next}' },
      { rel: 'describedby', href: '{schema}' },
    ],
  };
}
