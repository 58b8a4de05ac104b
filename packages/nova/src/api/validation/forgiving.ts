// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly patternProperties?: unknown;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
}

/** A schema that takes unknown fields, as the former API did, unless patterns say what fields there may be. */
export function forgiving(schema: JsonSchema): JsonSchema {
  return relaxed(schema) as JsonSchema;
}

function relaxed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relaxed);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(
    ([key, one]) => !(key === 'additionalProperties' && one === false && value.patternProperties === undefined),
  );
  return Object.fromEntries(entries.map(([key, one]) => [key, relaxed(one)]));
}

/** A value without the fields that its schema does not know, and would not take. */
export function withoutUnknown(schema: unknown, value: unknown): unknown {
  if (!isRecord(schema)) return value;
  const { properties = {}, patternProperties, additionalProperties, items } = schema as ObjectSchema;
  if (Array.isArray(value)) return isRecord(items) ? value.map((one) => withoutUnknown(items, one)) : value;
  if (!isRecord(value)) return value;
  const isClosed = additionalProperties === false && patternProperties === undefined;
  const known = Object.entries(value).filter(([name]) => !isClosed || Object.hasOwn(properties, name));
  return Object.fromEntries(known.map(([name, one]) => [name, withoutUnknown(properties[name], one)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
