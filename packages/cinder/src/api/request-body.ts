// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { HttpError, type Request } from '@stackport/wsgi';

/** Types of a body that this API reads; XML went with the first version of the API. */
export const JSON_TYPES = ['application/json', 'application/vnd.openstack.volume+json'] as const;

/** Bytes of the largest body: more than the largest that any schema allows. `sizelimit` has a lower bound. */
const LARGEST_BODY = 10 * 1024 * 1024;

const NO_SUCH_ACTION = (name: string): string =>
  `There is no such action: ${name}. Verify the request body and Content-Type header and try again.`;

/**
 * Refuses a body of a type that is none of JSON's. One without a type counts for none, as upstream has it.
 * Throws `HttpError` 415.
 */
export async function checkContentType(request: Request): Promise<void> {
  if (!request.hasBody || (await request.bytes(LARGEST_BODY)).length === 0) return;
  if (!request.headers.has('content-type')) {
    request.body = Readable.from([], { objectMode: false });
    return;
  }
  if (!(JSON_TYPES as readonly string[]).includes(request.contentType))
    throw new HttpError(415, 'Unsupported Content-Type');
}

/**
 * What is deleted with a body, which says how: the handler is that of an action (cinder 21, api/v3/groups.py, delete_group, and
 * api/contrib/consistencygroups.py, delete). Without one, the handler answers for itself.
 */
const DELETED_WITH_BODY = /^\/(?:groups|consistencygroups)\/[^/]+$/;

/**
 * Reads the body of a request that has a handler, as upstream's Resource does. Throws `HttpError` 400 for one that is
 * no JSON, for one where none is taken, for none where one is needed, and for an action that is none; 404 for an action
 * whose body is no object, as upstream answers then.
 * @param path - without the project's id; below `/action`, the body's one key chooses the handler of a POST.
 */
export async function checkBody(request: Request, path: string): Promise<void> {
  const body = await readJson(request);
  if (request.method === 'POST' && path.endsWith('/action')) checkAction(body);
  if (request.method === 'DELETE' && DELETED_WITH_BODY.test(path)) return;
  const takesBody = request.method === 'POST' || request.method === 'PUT';
  // A handler that is called with an argument too many or too few is a bad request to upstream.
  if (takesBody === (body === undefined)) throw new HttpError(400);
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json(LARGEST_BODY);
  } catch (error) {
    if (error instanceof HttpError && error.status === 400) throw new HttpError(400, 'Malformed request body');
    throw error;
  }
}

function checkAction(body: unknown): void {
  if (body === undefined) throw new HttpError(400, NO_SUCH_ACTION('None'));
  const size = sizeOf(body);
  if (size !== undefined && size !== 1) throw new HttpError(400, 'Malformed request body');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new HttpError(404);
}

/** Python's `len()`; undefined for what has none. */
function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return Array.from(value).length;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

/** The router's word for an action that no handler has, in cinder's words. */
export function describeUnknownAction(error: HttpError): HttpError {
  const [, action] = /^There is no such action: (.*)$/s.exec(error.message) ?? [];
  return action === undefined ? error : new HttpError(400, NO_SUCH_ACTION(action));
}
