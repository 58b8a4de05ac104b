// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { JsonObject } from '../../common/fields.js';
import type { ListFilter } from '../../common/list-filter.js';
import { baseUrl, fullUrl } from './base-url.js';

/** A resource with the link to itself: `{ user: { …, links: { self } } }`. @param path - of its collection below /v3. */
export function memberView(request: Request, path: string, key: string, body: JsonObject): JsonObject {
  return { [key]: withSelf(request, path, body) };
}

export interface CollectionOptions {
  /** Conditions that the repository may have left open. */
  readonly filter?: ListFilter | undefined;
  /** Most members: more are cut off, and the answer says so. */
  readonly limit?: number | undefined;
}

/** Resources with their links and the collection's own: `{ users: […], links: { next, self, previous } }`. */
export function collectionView(
  request: Request,
  path: string,
  key: string,
  bodies: readonly JsonObject[],
  { filter, limit }: CollectionOptions = {},
): JsonObject {
  const wanted = filter?.apply(bodies) ?? bodies;
  const shown = limit === undefined ? wanted : wanted.slice(0, limit);
  return {
    [key]: shown.map((body) => withSelf(request, path, body)),
    links: { next: null, self: fullUrl(request), previous: null },
    ...(shown.length < wanted.length ? { truncated: true } : {}),
  };
}

/** A body with its link to itself. */
export function withSelf(request: Request, path: string, body: JsonObject): JsonObject {
  return {
    ...body,
    links: { ...(body.links as JsonObject | undefined), self: `${baseUrl(request)}/${path}/${String(body.id)}` },
  };
}
