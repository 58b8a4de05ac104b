// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';

/** The object under a name of a body that has no schema. Throws `HttpError` 400. */
export function givenObject(body: unknown, name: string): Readonly<Record<string, unknown>> {
  if (!isObject(body) || Object.keys(body).length === 0) throw new HttpError(400, "The request body can't be empty");
  const value = body[name];
  if (!isObject(value)) throw new HttpError(400, `Missing parameter ${name}`);
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
