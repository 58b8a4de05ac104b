// SPDX-License-Identifier: Apache-2.0
import type { InstanceValues } from '../instances/instance.js';
import { imagePropertiesFrom, type ImageMetaProperties, integerOf } from './image-properties.js';
import { isTrue } from '../is-true.js';
import { imageOfSystemMetadata } from './system-metadata.js';

/** Values of upstream's ImageMeta; what an image does not have is not there. */
export interface ImageMetaValues {
  readonly id?: string;
  readonly name?: string;
  readonly status?: string;
  readonly visibility?: string;
  readonly protected?: boolean;
  readonly checksum?: string;
  readonly owner?: string;
  /** Bytes. */
  readonly size?: number;
  readonly virtual_size?: number;
  readonly container_format?: string;
  readonly disk_format?: string;
  readonly created_at?: Date | null;
  readonly updated_at?: Date | null;
  readonly tags?: readonly string[];
  readonly direct_url?: string;
  /** MiB. */
  readonly min_ram?: number;
  /** GiB. */
  readonly min_disk?: number;
  readonly properties: ImageMetaProperties;
}

const TEXTS = ['id', 'status', 'visibility', 'direct_url'] as const;
/** Null for the Image service; no text for nova, whose object cannot say null. */
const NULLABLE_TEXTS = ['name', 'checksum', 'owner', 'container_format', 'disk_format'] as const;
const INTEGERS = ['min_ram', 'min_disk'] as const;
const NULLABLE_INTEGERS = ['size', 'virtual_size'] as const;
const TIMES = ['created_at', 'updated_at'] as const;

/**
 * An image in the dictionary form of `Images`, as the versioned object has it (nova 26, objects/image_meta.py,
 * ImageMeta.from_dict). Throws `InvalidImageProperty`.
 */
export function imageMetaFrom(image: object | null): ImageMetaValues {
  const given = (image ?? {}) as Readonly<Record<string, unknown>>;
  const values: Record<string, unknown> = {};
  for (const name of TEXTS) if (given[name] !== undefined && given[name] !== null) values[name] = text(given[name]);
  for (const name of NULLABLE_TEXTS) if (given[name] !== undefined) values[name] = text(given[name] ?? '');
  for (const name of INTEGERS)
    if (given[name] !== undefined && given[name] !== null) values[name] = integerOf(given[name]);
  for (const name of NULLABLE_INTEGERS) if (given[name] !== undefined) values[name] = integerOf(given[name] ?? 0);
  for (const name of TIMES) if (given[name] !== undefined) values[name] = timeOf(given[name]);
  if (given.protected !== undefined) values.protected = isTrue(given.protected);
  if (Array.isArray(given.tags)) values.tags = given.tags.map(text);
  const properties = (given.properties ?? {}) as Readonly<Record<string, unknown>>;
  return { ...values, properties: imagePropertiesFrom(properties) };
}

/** The image that a server was made of, as its system metadata remember it. Throws `InvalidImageProperty`. */
export function imageMetaOfInstance(instance: Pick<InstanceValues, 'image_ref' | 'system_metadata'>): ImageMetaValues {
  const image = imageOfSystemMetadata(instance.system_metadata ?? {});
  const { image_ref: id } = instance;
  return imageMetaFrom(id === null || id === '' ? image : { id, ...image });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A time without a zone is UTC. */
function timeOf(value: unknown): Date | null {
  if (value === null || value instanceof Date) return value;
  const written = text(value);
  return new Date(/(Z|[+-]\d\d:?\d\d)$/.test(written) ? written : `${written}Z`);
}
