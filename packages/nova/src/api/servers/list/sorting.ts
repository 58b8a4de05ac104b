// SPDX-License-Identifier: Apache-2.0
import { HttpError, type Request } from '@stackport/wsgi';
import type { ServerSortKey } from '../../../servers/list/server-query.js';
import { isSince } from '../../microversion.js';
import { IGNORED_SORT_KEYS } from '../../schemas/server-list.js';

/** Where servers are, which only administrators know. */
const ADMIN_ONLY = ['host', 'node'];

/**
 * The order that a request asks for; the newest first where it says nothing. Directions go with keys by their places, the
 * first of them with those that are left. Throws `HttpError` 400 for directions that are none, 403 for keys of administrators.
 */
export function sortingOf(request: Request, isAdmin: boolean): readonly ServerSortKey[] {
  const values = (name: string, otherwise: string): string[] => {
    const given = request.query.getAll(name).map((value) => value.trim());
    return given.length > 0 ? given : [otherwise];
  };
  const [keys, directions] = [values('sort_key', 'created_at'), values('sort_dir', 'desc')];
  const isIgnored = (key: string): boolean =>
    IGNORED_SORT_KEYS.includes(key) && !(key === 'locked' && isSince(request, '2.73'));
  for (const key of [...keys])
    if (isIgnored(key)) {
      const place = keys.indexOf(key);
      if (directions.length > place) directions.splice(place, 1);
      keys.splice(place, 1);
    } else if (ADMIN_ONLY.includes(key) && !isAdmin)
      throw new HttpError(403, `Only administrators can sort servers by ${key}`);
  return completed(keys, directions);
}

function completed(keys: readonly string[], given: readonly string[]): readonly ServerSortKey[] {
  // No two servers have the same place: upstream ends with their ids, whatever the direction.
  const hasId = keys.includes('uuid');
  const columns = hasId ? keys : [...keys, 'uuid'];
  const directions = hasId ? given : [...given, 'asc'];
  const known = new Set([...columns, 'created_at', 'id']);
  if (directions.length > known.size) throw new HttpError(400, 'Sort direction size exceeds sort key size');
  const [first = 'desc'] = directions;
  return columns.map((column, place) => ({ column, direction: directionOf(directions[place] ?? first) }));
}

function directionOf(text: string): 'asc' | 'desc' {
  if (text === 'asc' || text === 'desc') return text;
  throw new HttpError(400, "Unknown sort direction, must be 'desc' or 'asc'");
}
