// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';

// Parts of the schemas of types, services and quotas: cinder 21, api/validation/parameter_types.py.

/** Upstream's validator stops at a length that is wrong, and does not come to the format. */
export const name = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  if: { minLength: 1, maxLength: 255 },
  then: { format: 'name' },
} as const;
export const nullableName = { type: ['string', 'null'], minLength: 1, maxLength: 255 } as const;

/** Printable characters of the first plane. */
export const description = {
  type: ['string', 'null'],
  minLength: 0,
  maxLength: 255,
  pattern: '^(?:(?![\\p{C}\\p{Zl}\\p{Zp}])[\\u0000-\\uffff])*$',
} as const;

export const boolean = {
  type: ['boolean', 'string'],
  enum: [
    ...[true, 'True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes', 'y', 't'],
    ...[false, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no', 'n', 'f'],
  ],
} as const;

export const uuid = { type: 'string', format: 'uuid' } as const;
export const nullableString = { type: ['string', 'null'], minLength: 0, maxLength: 255 } as const;

/** Keys and values of specs. */
export const nullableSpecs = {
  type: 'object',
  patternProperties: { '^[a-zA-Z0-9-_:. /]{1,255}$': { type: ['string', 'null'], maxLength: 255 } },
  additionalProperties: false,
} as const;

export const specsWithoutSpaces = {
  type: 'object',
  patternProperties: { '^[a-zA-Z0-9-_:.]{1,255}$': { type: ['string', 'null'], minLength: 0, maxLength: 255 } },
  additionalProperties: false,
} as const;

export const cinderHost = {
  type: ['string', 'null'],
  minLength: 1,
  maxLength: 255,
  pattern: '^[a-zA-Z0-9\\-._#@:/+\\[\\]]*$',
} as const;

export const hostname = {
  type: ['string', 'null'],
  minLength: 1,
  maxLength: 255,
  pattern: '^[a-zA-Z0-9\\-._#@:/+]*$',
} as const;

/** A body of one object. */
export function bodyOf(key: string, schema: JsonSchema): JsonSchema {
  return { type: 'object', properties: { [key]: schema }, required: [key], additionalProperties: false };
}
