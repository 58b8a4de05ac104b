// SPDX-License-Identifier: Apache-2.0
import { HttpError, type Request } from '@stackport/wsgi';

/** Types of a body that this API reads. */
const JSON_TYPES = ['application/json', 'application/vnd.openstack.compute+json'];

/** Bytes of the largest body: more than the largest that any schema allows. `sizelimit` has a lower bound. */
const LARGEST_BODY = 10 * 1024 * 1024;

/**
 * Refuses a type that is none of JSON's, whether there is a body or not. None, and plain text, count for JSON.
 * Throws `HttpError` 415.
 */
export function checkContentType({ headers, contentType }: Request): void {
  if (!headers.has('content-type') || contentType === '' || contentType === 'text/plain') return;
  if (!JSON_TYPES.includes(contentType)) throw new HttpError(415, 'Unsupported Content-Type');
}

/**
 * Reads the body of a request that has a handler, as upstream's Resource does. Throws `HttpError` 400 for one that is
 * no JSON, and for an action that is none; 404 for an action whose body is no object, as upstream answers then.
 * @param path - without the project's id; below `/action`, the body's one key chooses the handler of a POST.
 */
export async function checkBody(request: Request, path: string): Promise<void> {
  if (request.method !== 'POST' && request.method !== 'PUT') return;
  const body = await readJson(request);
  if (request.method === 'POST' && path.endsWith('/action')) checkAction(body);
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json(LARGEST_BODY);
  } catch (error) {
    if (error instanceof HttpError && error.status === 400) throw malformed();
    throw error;
  }
}

function checkAction(body: unknown): void {
  if (body === undefined) throw malformed();
  const size = sizeOf(body);
  if (size !== undefined && size !== 1) throw malformed();
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new HttpError(404);
}

/** Python's `len()`; undefined for what has none. */
function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return Array.from(value).length;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

function malformed(): HttpError {
  return new HttpError(400, 'Malformed request body');
}
