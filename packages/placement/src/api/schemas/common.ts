// SPDX-License-Identifier: Apache-2.0
import { type JsonSchema, SchemaValidator } from '@stackport/api';

export const UUID_PATTERN = '^[0-9a-fA-F-]{36}$';
/** Names of resource classes, traits and types of consumers. */
export const NAME_PATTERN = '^[A-Z0-9_]+$';
export const CUSTOM_NAME_PATTERN = '^CUSTOM_[A-Z0-9_]+$';
/** Suffixes of request groups: numbers, and from 1.33 words too. */
export const NUMBERED_GROUP = '[1-9][0-9]*';
export const NAMED_GROUP = '[a-zA-Z0-9_-]{1,64}';

/** Greatest value of a column (placement 8.0, db/constants.py). */
export const MAX_INTEGER = 0x7f_ff_ff_ff;
export const MAX_FLOAT = 3.40282e38;

/** Characters of a uuid as it is kept. */
const UUID_LENGTH = 36;

/** Whether a value reads as a UUID once braces, dashes and `urn:uuid:` are taken away (oslo.utils, is_uuid_like). */
export function isUuidLike(value: string): boolean {
  return /^[0-9a-f]{32}$/.test(bareUuid(value));
}

/** A UUID in its usual form. */
export function normalUuid(value: string): string {
  return bareUuid(value).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function bareUuid(value: string): string {
  return value.replaceAll(/urn:|uuid:|[{}-]/gi, '').toLowerCase();
}

export const uuid = { type: 'string', format: 'uuid' } as const;
/** One that is kept as it was given: longer forms have no room. */
export const keptUuid = { type: 'string', format: 'uuid', maxLength: UUID_LENGTH } as const;
export const owner = { type: 'string', minLength: 1, maxLength: 255 } as const;

/** An object with these members and no others. */
export function objectOf(
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[] = [],
  more: JsonSchema = {},
): JsonSchema {
  return {
    type: 'object',
    properties,
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    ...more,
  };
}

/** A schema with Placement's formats. */
export function placementSchema(name: string, schema: JsonSchema): SchemaValidator {
  return new SchemaValidator(name, schema, {
    formats: { uuid: (value) => typeof value !== 'string' || isUuidLike(value) },
  });
}
