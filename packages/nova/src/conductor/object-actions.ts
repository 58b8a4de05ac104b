// SPDX-License-Identifier: Apache-2.0
import type { ObjectVersions } from '@stackport/versioned-objects';
import type { NovaContext } from '../context.js';
import { ObjectActionError } from '../errors/objects.js';
import { backport, decode, isWireObject, open, type NovaObject } from '../objects/nova-object.js';
import { objectTypes, type ObjectName } from '../objects/object-types.js';
import { objectOf } from '../object-values.js';
import type { ObjectCall, ObjectMethodTable } from './objects/object-methods.js';

/** Arguments as they travel. */
export interface GivenCall {
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** Whether the message came before, and nobody said that it was done. */
  readonly redelivered?: boolean;
}

/**
 * Does for nova-compute what it would do with a database: methods of a fixed table of versioned objects
 * (nova 26, conductor/manager.py, object_action and its kin; decisions 14). What is not in the table is refused.
 */
export class ObjectActions {
  readonly #table: ObjectMethodTable;

  constructor(...tables: readonly ObjectMethodTable[]) {
    this.#table = Object.assign({}, ...tables) as ObjectMethodTable;
  }

  /** A method of a class; an object is answered in the versions that the caller knows. */
  async classAction(
    context: NovaContext,
    name: string,
    method: string,
    versions: ObjectVersions,
    given: GivenCall,
  ): Promise<unknown> {
    const found = own(own(this.#table, name)?.classMethods, method);
    if (found === undefined) throw new ObjectActionError(method, `${name} has no such method here`);
    const result = await found(callOf(context, given));
    return isWireObject(result) ? this.backport(result, versions) : (result ?? null);
  }

  /** A method of an object. Resolves to the fields that differ afterwards, and to what it answers. */
  async action(
    context: NovaContext,
    object: NovaObject,
    method: string,
    given: GivenCall,
  ): Promise<readonly [Readonly<Record<string, unknown>>, unknown]> {
    const opened = open(object);
    const found = own(own(this.#table, opened.name)?.methods, method);
    if (found === undefined) throw new ObjectActionError(method, `${opened.name} has no such method here`);
    const { after, result } = await found(opened, callOf(context, given));
    const before = object['nova_object.data'];
    // The caller's own version of the class: it knows no field that is younger.
    const now = this.backport(objectOf(opened.name as ObjectName, after), {
      ...versionsWithin(object),
      [opened.name]: opened.version,
    })['nova_object.data'];
    const updates = Object.fromEntries(
      Object.entries(now).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field])),
    );
    return [{ ...updates, obj_what_changed: [] }, result ?? null];
  }

  /** An object in older versions. */
  backport(object: NovaObject, versions: ObjectVersions): NovaObject {
    return Object.keys(versions).length === 0 ? object : backport(object, { ...currentVersions, ...versions });
  }
}

const currentVersions: ObjectVersions = Object.fromEntries(
  Object.entries(objectTypes).map(([name, { version }]) => [name, version]),
);

/** The versions in which an object and those in it came. */
function versionsWithin(value: unknown): Record<string, string> {
  if (Array.isArray(value)) return Object.assign({}, ...value.map(versionsWithin)) as Record<string, string>;
  if (typeof value !== 'object' || value === null) return {};
  const inner = Object.assign({}, ...Object.values(value).map(versionsWithin)) as Record<string, string>;
  return isWireObject(value) ? { ...inner, [value['nova_object.name']]: value['nova_object.version'] } : inner;
}

function callOf(context: NovaContext, { args, kwargs, redelivered = false }: GivenCall): ObjectCall {
  return { context, args: decode(args) as unknown[], kwargs: decode(kwargs) as Record<string, unknown>, redelivered };
}

/** Names come from outside: none of a prototype's. */
function own<Value>(table: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
