// SPDX-License-Identifier: Apache-2.0

export type JsonObject = Record<string, unknown>;

/** Attributes that a resource has no column for are kept and answered as they came: upstream's `extra`. */
export interface Extensible {
  readonly extra: Readonly<JsonObject>;
}

/** Never there: it lets the compiler tell from a map what it is a map of. */
declare const shape: unique symbol;

/** The attributes of a resource by the names they have in requests and answers. */
export type FieldMap<T> = Readonly<Record<string, keyof T & string>> & { readonly [shape]?: T };

/** A request's attributes under the domain's names; what the map does not have is in `extra`. */
export function readFields<T extends Extensible>(
  body: Readonly<JsonObject>,
  fields: FieldMap<T>,
): Partial<T> & Extensible {
  const known: JsonObject = {};
  const extra: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === 'links') continue;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) extra[name] = value;
    else known[field] = value;
  }
  return { ...(known as Partial<T>), extra };
}

/** A resource's attributes under the names that answers have; a field that is undefined is left out. */
export function writeFields<T extends Extensible>(entity: T, fields: FieldMap<T>): JsonObject {
  const body: JsonObject = { ...entity.extra };
  for (const [name, field] of Object.entries(fields)) {
    const value = entity[field];
    if (value !== undefined) body[name] = value;
  }
  return body;
}

/** A text column that holds a JSON object. */
export function parseObject(text: string | null): JsonObject {
  return text === null ? {} : (JSON.parse(text) as JsonObject);
}

/** `parseObject`'s reverse; nothing for an empty object. */
export function printObject(value: Readonly<JsonObject>): string | null {
  return Object.keys(value).length === 0 ? null : JSON.stringify(value);
}

/** The given fields without those that are undefined: what an update really changes. */
export function defined<T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** Options of a resource after an update: a null takes an option away. */
export function mergeOptions(before: Readonly<JsonObject>, changes: Readonly<JsonObject> | undefined): JsonObject {
  const merged = { ...before, ...changes };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
