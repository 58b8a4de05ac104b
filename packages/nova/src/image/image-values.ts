// SPDX-License-Identifier: Apache-2.0
import type { ImageProperty, ImageValues, NewImage } from './images.js';

type Document = Readonly<Record<string, unknown>>;

/** What the Image API v2 shows of an image beside its properties. */
const BASE = new Set([
  'id',
  'name',
  'status',
  'checksum',
  'os_hash_algo',
  'os_hash_value',
  'owner',
  'size',
  'container_format',
  'disk_format',
  'created_at',
  'updated_at',
  'min_ram',
  'min_disk',
  'os_hidden',
]);

/** What nova does not carry of it. */
const LEFT_OUT = new Set(['self', 'schema', 'protected', 'virtual_size', 'file', 'tags', 'direct_url', 'locations']);

/** Properties that are lists to nova and text to the Image service. */
const AS_JSON = new Set(['mappings', 'block_device_mapping']);

/** An image as nova carries it, from a document of the Image API v2 (nova 26, image/glance.py). */
export function imageFromGlance(document: Document): ImageValues {
  const properties: Record<string, ImageProperty> = {};
  const base: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) {
    if (LEFT_OUT.has(name)) continue;
    if (name === 'visibility') base.is_public = value === 'public';
    else if (name === 'size') base.size = value ?? 0;
    else if (name === 'created_at' || name === 'updated_at') base[name] = plainTime(String(value));
    else if (BASE.has(name)) base[name] = value;
    else properties[name] = propertyFrom(name, value);
  }
  return {
    deleted: false,
    deleted_at: null,
    disk_format: null,
    container_format: null,
    name: null,
    checksum: null,
    ...base,
    properties,
  } as unknown as ImageValues;
}

/** The body of a creation. A kernel or ramdisk that is none is left out, since the Image service may refuse it. */
export function imageToGlance({ properties, ...base }: NewImage): Document {
  const document: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(properties)) {
    if ((name === 'kernel_id' || name === 'ramdisk_id') && isNone(value)) continue;
    document[name] = propertyToGlance(value);
  }
  return document;
}

/** A step of a JSON patch of an image. */
export interface PatchStep {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: string | null;
}

/** What makes one set of properties the other. */
export function propertyPatch(
  before: Readonly<Record<string, ImageProperty>>,
  after: Readonly<Record<string, ImageProperty>>,
): readonly PatchStep[] {
  const pathOf = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const set = Object.entries(after)
    .map(([name, value]) => [name, propertyToGlance(value)] as const)
    .filter(([name, value]) => !Object.hasOwn(before, name) || propertyToGlance(before[name] ?? null) !== value);
  return [
    ...removed.map((name): PatchStep => ({ op: 'remove', path: pathOf(name) })),
    ...set.map(([name, value]): PatchStep => ({
      op: Object.hasOwn(before, name) ? 'replace' : 'add',
      path: pathOf(name),
      value,
    })),
  ];
}

/** A property that is text. */
export function textProperty(image: Pick<ImageValues, 'properties'>, name: string): string | undefined {
  const value = image.properties[name];
  return typeof value === 'string' ? value : undefined;
}

function propertyToGlance(value: ImageProperty): string | null {
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}

function propertyFrom(name: string, value: unknown): ImageProperty {
  if (value === null || value === undefined) return null;
  if (!AS_JSON.has(name) || typeof value !== 'string') return typeof value === 'string' ? value : JSON.stringify(value);
  try {
    const parsed: unknown = JSON.parse(value);
    if (Array.isArray(parsed)) return parsed as readonly Readonly<Record<string, unknown>>[];
  } catch {
    // What is no JSON stays the text that somebody wrote.
  }
  return value;
}

/** `2026-11-21T08:49:52Z` as Python writes it into messages: without its zone, with microseconds. */
function plainTime(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toISOString().replace('Z', '000');
}

function isNone(value: ImageProperty): boolean {
  return typeof value === 'string' && ['none', ''].includes(value.trim().toLowerCase());
}
