// SPDX-License-Identifier: Apache-2.0
import type { Image, ImageLocation } from './image.js';

export interface ImageViewOptions {
  readonly showLocations: boolean;
  readonly showDirectUrl: boolean;
  /** Several stores are configured: say which of them hold the data. */
  readonly showStores: boolean;
  /** Whether the caller may see a property. */
  readonly showProperty: (name: string) => boolean;
}

/** Properties of an image that no client sees: the workers that hold staged data and that take in data. */
const HIDDEN_PROPERTIES = new Set(['os_glance_stage_host', 'os_glance_upload_worker']);

/** An image as clients see it (upstream's api/v2/images.py, ResponseSerializer). `locations`: those the caller may see. */
export function imageView(
  image: Image,
  options: ImageViewOptions,
  locations: readonly ImageLocation[],
): Record<string, unknown> {
  const { fields } = image;
  const self = `/v2/images/${fields.id}`;
  const view: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields.properties))
    if (!HIDDEN_PROPERTIES.has(name) && options.showProperty(name)) view[name] = value;
  view.name = fields.name;
  view.disk_format = fields.diskFormat;
  view.container_format = fields.containerFormat;
  view.visibility = fields.visibility;
  view.size = fields.size;
  view.virtual_size = fields.virtualSize;
  view.status = fields.status;
  view.checksum = fields.checksum;
  view.protected = fields.protected;
  view.min_ram = fields.minRam;
  view.min_disk = fields.minDisk;
  view.owner = fields.owner;
  view.os_hidden = fields.osHidden;
  view.os_hash_algo = fields.osHashAlgo;
  view.os_hash_value = fields.osHashValue;
  view.id = fields.id;
  view.created_at = isoTime(fields.createdAt);
  view.updated_at = isoTime(fields.updatedAt);
  if (options.showLocations) view.locations = locations.map(({ url, metadata }) => ({ url, metadata }));
  if (options.showDirectUrl && locations[0] !== undefined) view.direct_url = locations[0].url;
  view.tags = fields.tags;
  view.self = self;
  view.file = `${self}/file`;
  view.schema = '/v2/schemas/image';
  if (options.showStores) {
    const stores = locations.flatMap(({ metadata }) => (typeof metadata.store === 'string' ? [metadata.store] : []));
    if (stores.length > 0) view.stores = stores.join(',');
  }
  return view;
}

/** A time as glance writes it: UTC, whole seconds, `Z`. */
export function isoTime(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
