// SPDX-License-Identifier: Apache-2.0
import { HttpError, type Request } from '@stackport/wsgi';

/**
 * Bytes of the largest JSON body: more than an image with all its properties and their longest values comes to. Upstream
 * has no bound of its own and parses whatever its memory holds.
 */
const LARGEST_JSON = 10 * 1024 * 1024;

/** The JSON object of a request. Rejects with `HttpError` 400 where there is no body, no JSON, or no object, 413 for one too large. */
export async function requiredBody(request: Request): Promise<Record<string, unknown>> {
  const body = await anyBody(request);
  // Zed answers 500 for JSON that is no object.
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new HttpError(400, 'Request body must be a JSON object.');
  return body as Record<string, unknown>;
}

/** As `requiredBody`, for any JSON value. */
export async function anyBody(request: Request): Promise<unknown> {
  const body = await request.json(LARGEST_JSON);
  if (body === undefined) throw new HttpError(400, 'Body expected in request.');
  return body;
}
