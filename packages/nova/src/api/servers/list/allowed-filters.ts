// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import { isSince } from '../../microversion.js';

/** Parameters that say which part of a list, and in which order. */
export const PAGING: readonly string[] = ['sort_key', 'sort_dir', 'limit', 'marker'];

/** By what those may filter who may not filter by everything; since when each. */
const ALLOWED: readonly (readonly [string, readonly string[]])[] = [
  ['2.1', ['reservation_id', 'name', 'status', 'image', 'flavor', 'ip', 'changes-since', 'all_tenants']],
  ['2.5', ['ip6']],
  ['2.26', ['tags', 'tags-any', 'not-tags', 'not-tags-any']],
  ['2.66', ['changes-before']],
  ['2.73', ['locked']],
  [
    '2.83',
    [
      ...['availability_zone', 'config_drive', 'key_name', 'created_at', 'launched_at', 'terminated_at'],
      ...['power_state', 'task_state', 'vm_state', 'progress', 'user_id'],
    ],
  ],
  ['2.90', ['hostname']],
];

/** The filters of a request, of each the last value. @param withAll - whether the caller may filter by everything */
export function filtersOf(request: Request, withAll: boolean): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const [name, value] of request.query) given.set(name, value);
  const allowed = new Set(ALLOWED.filter(([version]) => isSince(request, version)).flatMap(([, names]) => names));
  for (const name of [...given.keys()]) if (withAll ? PAGING.includes(name) : !allowed.has(name)) given.delete(name);
  return given;
}
