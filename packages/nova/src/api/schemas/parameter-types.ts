// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';

// What nova's schemas have in common (nova 26, api/validation/parameter_types.py). The order of keys is that in which
// faults are looked for.

export const multiParams = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
export const singleParam = (items: JsonSchema): JsonSchema => ({ type: 'array', items, maxItems: 1 });

export const anyText: JsonSchema = { type: 'string' };
/** A parameter of a query whose values nobody checks. */
export const textParam = multiParams(anyText);
export const regexParam = multiParams({ type: 'string', format: 'regex' });

export const boolean: JsonSchema = {
  type: ['boolean', 'string'],
  enum: [
    ...[true, 'True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes'],
    ...[false, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no'],
  ],
};

export const positiveInteger: JsonSchema = {
  type: ['integer', 'string'],
  pattern: '^[0-9]*$',
  minimum: 1,
  minLength: 1,
};

export const nonNegativeInteger: JsonSchema = {
  type: ['integer', 'string'],
  pattern: '^[0-9]*$',
  minimum: 0,
  minLength: 1,
};

export const DATABASE_MAX_INT = 0x7fffffff;

export const volumeSize: JsonSchema = {
  type: ['integer', 'string'],
  pattern: '^[0-9]+$',
  minimum: 1,
  maximum: DATABASE_MAX_INT,
};

export const hostname: JsonSchema = {
  type: 'string',
  minLength: 2,
  maxLength: 63,
  pattern: '^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$',
};

export const fqdn: JsonSchema = { type: 'string', minLength: 1, maxLength: 255, pattern: '^[a-zA-Z0-9-._]*$' };

const text255 = { type: 'string', minLength: 1, maxLength: 255 } as const;
export const name: JsonSchema = { ...text255, format: 'name' };
export const nameWithSpaces: JsonSchema = { ...text255, format: 'name_with_leading_trailing_spaces' };
export const azName: JsonSchema = { ...text255, format: 'az_name' };
export const azNameWithSpaces: JsonSchema = { ...text255, format: 'az_name_with_leading_trailing_spaces' };
export const keypairName: JsonSchema = { allOf: [name, { ...text255, format: 'keypair_name_20' }] };
export const keypairName292: JsonSchema = { allOf: [name, { ...text255, format: 'keypair_name_292' }] };

export const nameOrNone: JsonSchema = { oneOf: [text255, { type: 'null' }] };

/** Printable characters of Unicode's first plane; upstream spells them all out. */
const PRINTABLE = '^[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}]*$';

export const description = (maxLength = 255): JsonSchema => ({
  type: ['string', 'null'],
  minLength: 0,
  maxLength,
  pattern: PRINTABLE,
});

export const projectId: JsonSchema = { ...text255, pattern: '^[a-zA-Z0-9-]*$' };
export const uuid: JsonSchema = { type: 'string', format: 'uuid' };

const METADATA_KEY = '^[a-zA-Z0-9-_:. ]{1,255}$';

/** Names and values; what types a value may have differs. */
export const metadataOf = (type: string | readonly string[]): JsonSchema => ({
  type: 'object',
  patternProperties: { [METADATA_KEY]: { type, maxLength: 255 } },
  additionalProperties: false,
});

export const pagination: Readonly<Record<string, JsonSchema>> = {
  limit: multiParams(nonNegativeInteger),
  marker: textParam,
};

/** A body of one object under a name. */
export const bodyOf = (key: string, schema: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: { [key]: schema },
  required: [key],
  additionalProperties: false,
});

/** Parameters of a query; others are passed over where `isClosed` is not said. */
export const queryOf = (properties: Readonly<Record<string, JsonSchema>>, isClosed = false): JsonSchema => ({
  type: 'object',
  properties,
  additionalProperties: !isClosed,
});
