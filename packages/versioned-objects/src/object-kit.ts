// SPDX-License-Identifier: Apache-2.0
import { createBackport } from './backport.js';
import { createDecoder } from './decoder.js';
import type { FieldType, ObjectType } from './object-type.js';
import type { ObjectValues, ObjectVersions, OpenedObject, WireObject } from './wire-object.js';
import { versionTree } from './version-tree.js';

/** The objects of a project: their classes, and how messages name them. */
export interface ObjectKitInit<Prefix extends string, Name extends string> {
  /** `versioned_object`; nova's is `nova_object`. */
  readonly prefix: Prefix;
  /** The project: `cinder`. */
  readonly namespace: string;
  readonly types: Readonly<Record<Name, ObjectType>>;
}

/** Asks for an older version of an object that is too new, as nova asks its conductor. */
export type AskBackport<Prefix extends string> = (
  object: WireObject<Prefix>,
  versions: ObjectVersions,
) => Promise<unknown>;

/** Reads and writes a project's versioned objects. */
export interface ObjectKit<Prefix extends string, Name extends string> {
  /**
   * oslo.versionedobjects' obj_to_primitive; objects within are given as they travel.
   * @param changes - names of the fields that the sender set and did not store
   */
  readonly toWire: (name: Name, values: ObjectValues, changes?: readonly string[]) => WireObject<Prefix>;
  /** An object that was made and not stored: all that is set in it counts as changed. */
  readonly madeObject: (name: Name, values: ObjectValues) => WireObject<Prefix>;
  /** A list object: `VolumeList` and its like. */
  readonly toWireList: (name: Name, objects: readonly WireObject<Prefix>[]) => WireObject<Prefix>;
  readonly isWireObject: (value: unknown) => value is WireObject<Prefix>;
  /**
   * The values of an object that came in, objects in it as their values, times as `Date`.
   * Throws `UnsupportedObjectError` for another class, `IncompatibleObjectVersion` for a version of another major number
   * or of a later minor one.
   */
  readonly fromWire: (name: Name, value: unknown) => Record<string, unknown>;
  /** An object of any class, with what it is. Throws as `fromWire`. */
  readonly open: (value: WireObject<Prefix>) => OpenedObject;
  /** Decodes objects wherever they stand in lists and dictionaries: arguments, results. Throws as `fromWire`. */
  readonly decode: (value: unknown) => unknown;
  /**
   * As `decode`, but an object that is too new is asked for in versions that are known here
   * (nova 26, objects/base.py, NovaObjectSerializer). Throws as `fromWire` when what comes is still too new.
   */
  readonly decodeOrAsk: (value: unknown, ask: AskBackport<Prefix>) => Promise<unknown>;
  /** Versions of a class and of all that can be in it: what to ask a backport with (obj_tree_get_versions). */
  readonly versionsOf: (name: Name) => ObjectVersions;
  /**
   * An object in older versions, for who does not know this one (obj_to_primitive with a manifest).
   * Throws `InvalidTargetVersion` where a newer one is asked for, `ObjectActionError` where the older one cannot say it,
   * `UnsupportedObjectError` for a class that is unknown here or not among the versions.
   */
  readonly backport: (object: WireObject<Prefix>, versions: ObjectVersions) => WireObject<Prefix>;
}

/** The kit of a project's objects. */
export function createObjectKit<Prefix extends string, Name extends string>(
  init: ObjectKitInit<Prefix, Name>,
): ObjectKit<Prefix, Name> {
  const { prefix, namespace } = init;
  const types: Readonly<Record<string, ObjectType>> = init.types;
  const decoder = createDecoder<Prefix>({ prefix, namespace, types });

  const toWire = (name: Name, values: ObjectValues, changes: readonly string[] = []): WireObject<Prefix> => {
    const { version, fields } = init.types[name];
    const data: Record<string, unknown> = {};
    for (const [field, type] of Object.entries(fields))
      if (values[field] !== undefined) data[field] = encode(type, values[field]);
    return {
      [`${prefix}.name`]: name,
      [`${prefix}.namespace`]: namespace,
      [`${prefix}.version`]: version,
      [`${prefix}.data`]: data,
      ...(changes.length === 0 ? {} : { [`${prefix}.changes`]: changes }),
    } as WireObject<Prefix>;
  };

  return {
    ...decoder,
    toWire,
    madeObject: (name, values) =>
      toWire(
        name,
        values,
        Object.keys(values).filter((field) => values[field] !== undefined),
      ),
    toWireList: (name, objects) => toWire(name, { objects }),
    versionsOf: (name) => versionTree(types, name),
    backport: createBackport(init, decoder.isWireObject),
    decodeOrAsk: (value, ask) => decoder.decodeOrAsk(value, (object, name) => ask(object, versionTree(types, name))),
  };
}

function encode(type: FieldType, value: unknown): unknown {
  if (value === null) return null;
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  if (typeof type === 'object' && 'objects' in type) return [...(value as readonly unknown[])];
  return value;
}
