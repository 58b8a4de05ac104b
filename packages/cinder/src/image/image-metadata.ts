// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { ImageSource } from '../volume/drivers/driver.js';
import type { Image } from './glance-client.js';

/** Base fields of an image; what else it has are its properties. */
const BASE = new Set([
  'id',
  'name',
  'status',
  'visibility',
  'protected',
  'owner',
  'tags',
  'created_at',
  'updated_at',
  'deleted_at',
  'deleted',
  'self',
  'file',
  'schema',
  'locations',
  'direct_url',
  'virtual_size',
  'os_hidden',
  'stores',
]);

/** What a volume keeps of the image that it was made of (its `volume_image_metadata`); fields of signatures stay. */
export function imageMetadata(image: Image): Record<string, string> {
  const values: Record<string, string> = { image_id: image.id, image_name: image.name ?? '' };
  for (const [key, value] of Object.entries(image)) {
    if (BASE.has(key) || value === null || value === undefined) continue;
    values[key] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return values;
}

export function imageSource(image: Image, open: () => Promise<Readable>): ImageSource {
  return {
    id: image.id,
    diskFormat: image.disk_format,
    containerFormat: image.container_format,
    size: image.size,
    minDisk: image.min_disk,
    open,
  };
}
