// SPDX-License-Identifier: Apache-2.0
import { CinderError } from '../errors/base.js';
import { objectTypes, type FieldType, type ObjectName, type ObjectType } from './object-types.js';

/** A versioned object as it stands in a message. */
export interface WireObject {
  readonly 'versioned_object.name': string;
  readonly 'versioned_object.namespace': string;
  readonly 'versioned_object.version': string;
  readonly 'versioned_object.data': Readonly<Record<string, unknown>>;
  readonly 'versioned_object.changes'?: readonly string[];
}

/** Values by upstream's field names; what is undefined was not loaded and does not travel. */
export type ObjectValues = Readonly<Record<string, unknown>>;

/** The object is of a class or of a version that this service does not know. */
export class IncompatibleObjectVersion extends CinderError {
  constructor(name: string, version: string, supported: string) {
    super(`Version ${version} of ${name} is not supported, supported version is ${supported}`);
  }
}

export class UnsupportedObjectError extends CinderError {
  constructor(name: string) {
    super(`Unsupported object type ${name}`);
  }
}

/**
 * oslo.versionedobjects' obj_to_primitive under cinder's prefix.
 * @param changes - names of the fields that the sender set and did not store
 */
export function toWire(name: ObjectName, values: ObjectValues, changes: readonly string[] = []): WireObject {
  const type: ObjectType = objectTypes[name];
  const data: Record<string, unknown> = {};
  for (const [field, fieldType] of Object.entries(type.fields))
    if (values[field] !== undefined) data[field] = encode(fieldType, values[field]);
  return {
    'versioned_object.name': name,
    'versioned_object.namespace': 'cinder',
    'versioned_object.version': type.version,
    'versioned_object.data': data,
    ...(changes.length === 0 ? {} : { 'versioned_object.changes': changes }),
  };
}

/** An object that was made and not stored: all that is set in it counts as changed, as with oslo.versionedobjects. */
export function madeObject(name: ObjectName, values: ObjectValues): WireObject {
  return toWire(
    name,
    values,
    Object.keys(values).filter((field) => values[field] !== undefined),
  );
}

/** A list object: `VolumeList` and its like. */
export function toWireList(name: ObjectName, objects: readonly WireObject[]): WireObject {
  return toWire(name, { objects });
}

export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && 'versioned_object.name' in value;
}

/**
 * The values of an object that came in, nested ones decoded, times as `Date`.
 * Throws `UnsupportedObjectError` for another class, `IncompatibleObjectVersion` for a version of another major number
 * or of a later minor one.
 */
export function fromWire(name: ObjectName, value: unknown): Record<string, unknown> {
  if (!isWireObject(value)) throw new UnsupportedObjectError(String(value));
  if (value['versioned_object.name'] !== name || value['versioned_object.namespace'] !== 'cinder')
    throw new UnsupportedObjectError(value['versioned_object.name']);
  return decodeObject(value);
}

function encode(type: FieldType, value: unknown): unknown {
  if (value === null) return null;
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  if (typeof type === 'object' && 'objects' in type) return [...(value as readonly unknown[])];
  return value;
}

function decodeObject(value: WireObject): Record<string, unknown> {
  const name = value['versioned_object.name'];
  const type = (objectTypes as Readonly<Record<string, ObjectType | undefined>>)[name];
  if (type === undefined) throw new UnsupportedObjectError(name);
  requireCompatible(name, value['versioned_object.version'], type.version);
  return Object.fromEntries(
    Object.entries(value['versioned_object.data']).map(([field, raw]) => [field, decode(type.fields[field], raw)]),
  );
}

function decode(type: FieldType | undefined, value: unknown): unknown {
  if (isWireObject(value)) return decodeObject(value);
  if (Array.isArray(value)) return value.map((element: unknown) => decode(undefined, element));
  return type === 'time' && typeof value === 'string' ? new Date(value) : value;
}

function requireCompatible(name: string, version: string, supported: string): void {
  const [major, minor] = version.split('.').map(Number);
  const [ourMajor = 0, ourMinor = 0] = supported.split('.').map(Number);
  if (major !== ourMajor || minor === undefined || !(minor <= ourMinor))
    throw new IncompatibleObjectVersion(name, version, supported);
}
