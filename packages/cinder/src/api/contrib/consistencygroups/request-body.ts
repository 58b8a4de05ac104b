// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';
import { checkLength } from '../../validation/formats.js';

type Fields = Readonly<Record<string, unknown>>;

/** What stands under the one key of a body. Throws `HttpError` 400 where it is not there. */
export function elementOf(body: unknown, key: string): Fields {
  const element = isObject(body) && Object.hasOwn(body, key) ? body[key] : undefined;
  if (isObject(element)) return element;
  throw new HttpError(400, `Missing required element '${key}' in request body.`);
}

/** Name and description without white space around them; null where they are not given. Throws InvalidInput. */
export function namesOf(fields: Fields): { readonly name: string | null; readonly description: string | null } {
  return { name: text(fields, 'name'), description: text(fields, 'description') };
}

/** Text or nothing. Throws `HttpError` 400 for a value of another kind. */
export function optionalText(fields: Fields, key: string): string | null {
  const value = fields[key] ?? null;
  if (value === null || typeof value === 'string') return value;
  throw new HttpError(400, `${key} is not a string or unicode`);
}

function text(fields: Fields, key: string): string | null {
  const value = fields[key] ?? null;
  if (value === null) return null;
  const trimmed = typeof value === 'string' ? value.trim() : value;
  checkLength(trimmed, key, { max: 255 });
  return trimmed as string;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
