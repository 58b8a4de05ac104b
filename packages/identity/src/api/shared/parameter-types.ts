// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';

/** What schemas of several resources have in common (keystone/common/validation/parameter_types.py). */
export const boolean = { type: 'boolean', enum: [true, false] } as const satisfies JsonSchema;
export const name = { type: 'string', minLength: 1, maxLength: 255, pattern: '[\\S]+' } as const satisfies JsonSchema;
export const shortName = {
  type: 'string',
  minLength: 1,
  maxLength: 64,
  pattern: '[\\S]+',
} as const satisfies JsonSchema;
export const idString = {
  type: 'string',
  minLength: 1,
  maxLength: 64,
  pattern: '^[a-zA-Z0-9-]+$',
} as const satisfies JsonSchema;
export const externalId = { type: 'string', minLength: 1, maxLength: 64 } as const satisfies JsonSchema;
export const text = { type: 'string' } as const satisfies JsonSchema;
export const nullableText = { type: ['string', 'null'] } as const satisfies JsonSchema;
export const nullableId = { ...idString, type: ['string', 'null'] } as const satisfies JsonSchema;
export const url = {
  type: 'string',
  minLength: 0,
  maxLength: 225,
  pattern: '^[a-zA-Z0-9+.-]+:.+',
} as const satisfies JsonSchema;

/** Options of a resource: booleans that may be taken away with null. */
export function optionsSchema(...names: readonly string[]): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((option) => [option, { type: ['boolean', 'null'] }])),
    additionalProperties: false,
  };
}

/** References to roles, by id or by name. */
export const roleReferences = {
  type: 'array',
  items: {
    type: 'object',
    properties: { id: idString, name },
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
  },
} as const satisfies JsonSchema;
