// SPDX-License-Identifier: Apache-2.0
import { pythonStr } from '@stackport/config';

/** A property definition under the wire's names, in upstream's order: what is stored as JSON and shown to clients. */
export type PropertyType = Readonly<Record<string, unknown>>;

export type PropertyTypes = Readonly<Record<string, PropertyType>>;

/** Attributes in the order of upstream's model (api/v2/model/metadef_property_type.py, Zed), with what a value becomes. */
const ATTRIBUTES: readonly (readonly [string, (value: unknown) => unknown])[] = [
  ['name', asIs],
  ['type', asIs],
  ['title', asIs],
  ['description', asIs],
  ['operators', asIs],
  ['default', defaultText],
  ['readonly', asIs],
  ['minimum', wholeNumber],
  ['maximum', wholeNumber],
  ['enum', asIs],
  ['pattern', asIs],
  ['minLength', wholeNumber],
  ['maxLength', wholeNumber],
  ['confidential', asIs],
  ['items', itemType],
  ['uniqueItems', asIs],
  ['minItems', wholeNumber],
  ['maxItems', wholeNumber],
  ['additionalItems', asIs],
];

/**
 * The definition as upstream's typed model keeps it: a default is a text whatever it was (null for a list or an
 * object), a bound is a whole number, and what the model does not have is gone.
 */
export function propertyType(raw: Readonly<Record<string, unknown>>): PropertyType {
  const known: Record<string, unknown> = {};
  for (const [name, convert] of ATTRIBUTES) if (raw[name] !== undefined) known[name] = convert(raw[name]);
  return known;
}

/** All of an object's or a namespace's, by name. */
export function propertyTypes(raw: Readonly<Record<string, unknown>>): PropertyTypes {
  return Object.fromEntries(
    Object.entries(raw).map(([name, one]) => [name, propertyType(one as Record<string, unknown>)]),
  );
}

/** From the `json_schema` of an object's row; Python's loader writes `null` for an object without properties. */
export function parsePropertyTypes(json: string): PropertyTypes {
  return propertyTypes((JSON.parse(json) as Record<string, unknown> | null) ?? {});
}

function asIs(value: unknown): unknown {
  return value;
}

function defaultText(value: unknown): string | null {
  return typeof value === 'object' ? null : pythonStr(value);
}

function wholeNumber(value: unknown): unknown {
  return typeof value === 'number' ? Math.trunc(value) : value;
}

function itemType(value: unknown): unknown {
  const { type, enum: allowed } = value as { type?: unknown; enum?: unknown };
  return { type, ...(allowed === undefined ? {} : { enum: allowed }) };
}
