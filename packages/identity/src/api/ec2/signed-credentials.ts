// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { JsonObject } from '../../common/fields.js';
import { ValidationError } from '../../errors.js';

/** What a service passes on of a signed request, under one of the names that there have been for it. Throws `ValidationError`. */
export async function signedCredentials(request: Request): Promise<JsonObject> {
  const body = ((await request.json()) ?? {}) as JsonObject;
  if (Object.keys(body).length === 0) throw new ValidationError('request must include a request body');
  const credentials = body.credentials ?? body.credential ?? body.ec2Credentials ?? {};
  return typeof credentials === 'object' ? (credentials as JsonObject) : {};
}

/** Texts of an object, by name. */
export function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
}

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** When the request was signed. */
export function timestampOf(credentials: JsonObject): string | undefined {
  const params = textsOf(credentials.params);
  return params.Timestamp ?? textsOf(credentials.headers)['X-Amz-Date'] ?? params['X-Amz-Date'];
}
