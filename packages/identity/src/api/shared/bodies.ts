// SPDX-License-Identifier: Apache-2.0
import type { SchemaValidator } from '@stackport/api';
import type { Filter, Request } from '@stackport/wsgi';
import type { JsonObject } from '../../common/fields.js';
import { expected, ValidationError } from '../../errors.js';
import { faultOf } from './faults.js';

/**
 * What of a JSON body stands under a key, checked against the schema where one is given; an empty object where nothing
 * does. Without a schema a value that is no object counts as an empty one: rules look at it before schemas do.
 */
export async function bodyMember(request: Request, key: string, schema?: SchemaValidator): Promise<JsonObject> {
  const body = (await request.json()) as JsonObject | undefined;
  const member = body?.[key] === undefined ? {} : body[key];
  schema?.validate(member);
  return typeof member === 'object' && member !== null && !Array.isArray(member) ? (member as JsonObject) : {};
}

/** The value under a key, of whatever type, checked against the schema. */
export async function bodyValue(
  request: Request,
  key: string,
  schema: SchemaValidator,
  absent: unknown,
): Promise<unknown> {
  const body = (await request.json()) as JsonObject | undefined;
  const value = body?.[key] ?? absent;
  schema.validate(value);
  return value;
}

/** Throws `ValidationError` when a body has another id than the path. */
export function assertSameId(body: JsonObject, id: string): void {
  const given = body.id;
  if (given !== undefined && given !== null && given !== id) throw new ValidationError('Cannot change ID');
}

/** A body without some of its attributes. */
export function without(body: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

/** A body's names with `:` and `-` as `_`, as upstream writes them into its tables. */
export function normalizedNames(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name.replace(/[:-]/g, '_'), value]));
}

/** Keystone's json_body check: a body is a JSON object and says so, whatever the request does with it. */
export const jsonBodies: Filter = (application) => async (request) => {
  if (!request.hasBody) return application(request);
  const bytes = await request.bytes();
  if (bytes.length === 0) return application(request);
  const type = request.contentType;
  if (type !== '' && type !== 'application/json' && !type.endsWith('+json'))
    return faultOf(expected('application/json', 'Content-Type header'), request);
  const document = await request.json().catch(() => undefined);
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return faultOf(expected('valid JSON', 'request body'), request);
  return application(request);
};
