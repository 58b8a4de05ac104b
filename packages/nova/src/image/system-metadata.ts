// SPDX-License-Identifier: Apache-2.0
import type { FlavorValues } from '../instances/instance.js';
import type { ImageProperty, ImageValues } from './images.js';

const PREFIX = 'image_';
const INHERITED = ['min_ram', 'min_disk', 'disk_format', 'container_format'] as const;
/** Too long for a column of 255. */
const SKIPPED = new Set(['mappings', 'block_device_mapping', 'img_mappings', 'img_block_device_mapping']);
/** Bytes. */
const LONGEST = 255;

/** What a snapshot never takes over from the image that its server was made of, whatever an operator says. */
const NEVER_INHERITED = [
  'cinder_encryption_key_id',
  'cinder_encryption_key_deletion_policy',
  'img_signature',
  'img_signature_hash_method',
  'img_signature_key_type',
  'img_signature_certificate_uuid',
];
const NEVER_INHERITED_NAMESPACE = 'os_glance';

/** The part of an image that a server remembers. */
export interface RememberedImage {
  readonly min_ram?: string;
  readonly min_disk?: string;
  readonly disk_format?: string;
  readonly container_format?: string;
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * What a server remembers of its image, in its system metadata (nova 26, utils.py, get_system_metadata_from_image).
 * @param flavor - whose root disk makes the least size of a disk, where it is larger
 */
export function systemMetadataOfImage(
  image: Partial<Pick<ImageValues, (typeof INHERITED)[number] | 'properties'>>,
  flavor?: Pick<FlavorValues, 'root_gb'>,
): Readonly<Record<string, string>> {
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(image.properties ?? {}))
    if (!SKIPPED.has(name)) metadata[PREFIX + name] = shortened(textOf(value));
  for (const name of INHERITED) {
    const value = name === 'min_disk' ? leastDisk(image, flavor) : image[name];
    if (value !== null && value !== undefined) metadata[PREFIX + name] = String(value);
  }
  return metadata;
}

/**
 * The image that system metadata remember (get_image_from_system_metadata). Names without the prefix are properties too, as
 * upstream has it.
 */
export function imageOfSystemMetadata(metadata: Readonly<Record<string, string | null>>): RememberedImage {
  const base: Record<string, string> = {};
  const properties: Record<string, string> = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (value === null) continue;
    const name = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key;
    if (SKIPPED.has(name)) continue;
    if ((INHERITED as readonly string[]).includes(name)) base[name] = value;
    else properties[name] = value;
  }
  return { ...base, properties };
}

/**
 * What a snapshot takes over (compute/utils.py, initialize_instance_snapshot_metadata).
 * @param excluded - `[DEFAULT] non_inheritable_image_properties`
 */
export function inheritedImage(
  metadata: Readonly<Record<string, string | null>>,
  excluded: readonly string[],
): RememberedImage {
  const { properties, ...base } = imageOfSystemMetadata(metadata);
  const out = new Set([...excluded, ...NEVER_INHERITED]);
  const kept = Object.entries(properties).filter(
    ([name]) => !out.has(name) && !name.startsWith(NEVER_INHERITED_NAMESPACE),
  );
  return { ...base, properties: Object.fromEntries(kept) };
}

function leastDisk(
  image: Partial<Pick<ImageValues, 'min_disk' | 'disk_format'>>,
  flavor: Pick<FlavorValues, 'root_gb'> | undefined,
): number | undefined {
  if (flavor === undefined) return image.min_disk;
  return image.disk_format === 'vhd' ? flavor.root_gb : Math.max(image.min_disk ?? 0, flavor.root_gb);
}

/** Python's str(). */
function textOf(value: ImageProperty): string {
  if (value === null) return 'None';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** At most so many bytes of UTF-8, and no half character. */
function shortened(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST) return text;
  let end = LONGEST;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString();
}
