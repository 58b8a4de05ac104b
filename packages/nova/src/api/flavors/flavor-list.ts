// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { MarkerNotFound } from '../../errors/base.js';
import type { Flavor, FlavorSortKey } from '../../flavors/flavor.js';
import type { FlavorService } from '../../flavors/flavor-service.js';
import { lastOf, type Links } from '../links.js';
import { flagOf } from '../validation/values.js';

/** The flavors that a request asks for. Throws `HttpError` 400 for a filter or a marker that is none. */
export async function listFlavors(
  flavors: FlavorService,
  links: Links,
  context: RequestContext,
  request: Request,
): Promise<Flavor[]> {
  const { query } = request;
  const page = links.page(request);
  try {
    return await flavors.list(context, {
      ...page,
      sortKey: (lastOf(query, 'sort_key') ?? 'flavorid') as FlavorSortKey,
      sortDirection: lastOf(query, 'sort_dir') === 'desc' ? 'desc' : 'asc',
      // Only administrators see what is not public, and what is disabled.
      ...(context.isAdmin
        ? { isPublic: publicFilter(lastOf(query, 'is_public')) }
        : { isPublic: true, disabled: false }),
      minMemoryMb: numberFilter(query, 'minRam'),
      minRootGb: numberFilter(query, 'minDisk'),
    });
  } catch (error) {
    if (error instanceof MarkerNotFound) throw new HttpError(400, `marker [${error.marker}] not found`);
    throw error;
  }
}

function publicFilter(value: string | undefined): boolean | undefined {
  if (value === undefined) return true;
  if (value.toLowerCase() === 'none') return undefined;
  const flag = flagOf(value);
  if (flag === undefined) throw new HttpError(400, `Invalid is_public filter [${value}]`);
  return flag;
}

function numberFilter(query: URLSearchParams, name: string): number | undefined {
  const value = lastOf(query, name);
  if (value === undefined) return undefined;
  if (!/^\s*[+-]?\d+\s*$/.test(value)) throw new HttpError(400, `Invalid ${name} filter [${value}]`);
  return Math.min(Number(value), 0x7fffffff);
}
