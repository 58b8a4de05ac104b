// SPDX-License-Identifier: Apache-2.0

/**
 * Makes of a value what JSON has, as oslo_serialization's to_primitive does: dates in Python's form without a zone, sets as
 * lists, maps as objects, what has `toDict` as its dictionary. What is plain already is given back as it is.
 * @throws TypeError for an integer that JSON readers would round.
 */
export function toPrimitive(value: unknown): unknown {
  if (typeof value === 'bigint') {
    if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER))
      throw new TypeError(`${value} is too large for a message`);
    return Number(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return mapArray(value);
  if (value instanceof Date) return `${value.toISOString().slice(0, -1)}000`;
  if (value instanceof Set) return mapArray([...(value as Set<unknown>)]);
  if (value instanceof Map) return mapObject(Object.fromEntries(value as Map<string, unknown>));
  if (hasToDict(value)) return toPrimitive(value.toDict());
  return mapObject(value as Record<string, unknown>);
}

/** Whether a request context, or something like it, can tell its dictionary. */
export function hasToDict(value: object): value is { toDict(): Record<string, unknown> } {
  return 'toDict' in value && typeof value.toDict === 'function';
}

/** As JSON.parse; takes Python's NaN (as null) and Infinity too, which its json module writes for floats. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    const numbers = text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (token) =>
      token.startsWith('"') ? token : token === 'NaN' ? 'null' : token.replace('Infinity', '1e999'),
    );
    return JSON.parse(numbers);
  }
}

function mapArray(values: readonly unknown[]): readonly unknown[] {
  const result = values.map(toPrimitive);
  return result.some((item, index) => item !== values[index]) ? result : values;
}

function mapObject(values: Record<string, unknown>): Record<string, unknown> {
  let changed: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(values)) {
    const primitive = toPrimitive(value);
    if (primitive !== value) (changed ??= { ...values })[key] = primitive;
  }
  return changed ?? values;
}
