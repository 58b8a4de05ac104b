// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { ImageSource } from '../volume/drivers/driver.js';
import type { Image } from './glance-client.js';

/** Base fields that a volume keeps (cinder 21, volume/volume_utils.py, IMAGE_ATTRIBUTES). */
const KEPT = ['checksum', 'container_format', 'disk_format', 'min_disk', 'min_ram', 'size'];

/** Base fields of an image; what else it has are its properties. */
const BASE = new Set([
  ...KEPT,
  ...['id', 'name', 'status', 'visibility', 'protected', 'owner', 'tags', 'virtual_size', 'os_hidden', 'stores'],
  ...['created_at', 'updated_at', 'deleted_at', 'deleted', 'self', 'file', 'schema', 'locations', 'direct_url'],
  ...['os_hash_algo', 'os_hash_value'],
]);

/** What a volume keeps of the image that it was made of (its `volume_image_metadata`); fields of signatures stay. */
export function imageMetadata(image: Image): Record<string, string> {
  const values: Record<string, string> = { image_id: image.id, ...(image.name ? { image_name: image.name } : {}) };
  for (const [key, value] of Object.entries(image)) {
    if ((BASE.has(key) && !KEPT.includes(key)) || value === null || value === undefined) continue;
    values[key] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return values;
}

/** An image as messages have it: its properties by themselves (cinder 21, image/glance.py, _translate_from_glance). */
export function imageMessage(image: Image): Record<string, unknown> {
  const entries = Object.entries(image);
  return {
    ...Object.fromEntries(entries.filter(([key]) => BASE.has(key) && key !== 'schema')),
    ...(image.cinder_encryption_key_id === undefined
      ? {}
      : { cinder_encryption_key_id: image.cinder_encryption_key_id }),
    properties: Object.fromEntries(entries.filter(([key]) => !BASE.has(key))),
  };
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
