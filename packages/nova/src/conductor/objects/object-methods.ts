// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues, OpenedObject } from '@stackport/versioned-objects';
import type { NovaContext } from '../../context.js';
import type { NovaObject } from '../../objects/nova-object.js';

/** Arguments of a method as they came, objects decoded. */
export interface ObjectCall {
  readonly context: NovaContext;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** Whether it may have been done already, by a conductor that died before it could say so. */
  readonly redelivered: boolean;
}

/** A method of a class: what it answers travels as it is, objects included. */
export type ClassMethod = (call: ObjectCall) => Promise<NovaObject | string | number | boolean | null | undefined>;

/** A method of an object: resolves to what the object has afterwards, and what the method answers. */
export type ObjectMethod = (
  object: OpenedObject,
  call: ObjectCall,
) => Promise<{ readonly after: ObjectValues; readonly result?: unknown }>;

/** The methods of a class that a conductor does for who has no database. */
export interface ObjectMethods {
  readonly classMethods?: Readonly<Record<string, ClassMethod>>;
  readonly methods?: Readonly<Record<string, ObjectMethod>>;
}

/** By upstream's names of classes. */
export type ObjectMethodTable = Readonly<Record<string, ObjectMethods>>;

/** An argument by position or by name, as Python takes both. */
export function argument(call: ObjectCall, position: number, name: string): unknown {
  return call.args[position] ?? call.kwargs[name];
}

export function textArgument(call: ObjectCall, position: number, name: string): string {
  const value = argument(call, position, name);
  return typeof value === 'string' ? value : '';
}

/** Those of an object's values that its sender changed. */
export function changesOf<Values>({ values, changes }: OpenedObject): Partial<Values> {
  return Object.fromEntries(changes.map((field) => [field, values[field]])) as Partial<Values>;
}
