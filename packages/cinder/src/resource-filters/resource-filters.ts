// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { Invalid } from '../errors/base.js';
import { DEFAULT_RESOURCE_FILTERS } from './default-filters.js';

/** Microversions at which filters changed, as `microversionOf` has them. */
const GENERAL_FILTERS = 3031;
const LIKE_FILTERS = 3034;

/** Filters of a list by name, as they stand in the query. */
export type QueryFilters = Readonly<Record<string, string>>;

/** Filters whose field has another name in the tables. */
const RENAMED: Readonly<Record<string, string>> = { 'name~': 'display_name~', 'description~': 'display_description~' };
const WITH_RENAMED = ['volume', 'backup', 'snapshot'];

/** Which filters lists take: upstream's `resource_query_filters_file` and cinder/api/common.py. */
export class ResourceFilters {
  readonly #filters: Readonly<Record<string, readonly string[]>>;

  constructor(filters: Readonly<Record<string, readonly string[]>> = DEFAULT_RESOURCE_FILTERS) {
    this.#filters = filters;
  }

  /** Reads the operator's file; where there is none, or it is no such JSON, Zed's own filters hold. */
  static async load(path: string, logger: Logger): Promise<ResourceFilters> {
    try {
      const content: unknown = JSON.parse(await readFile(path, 'utf8'));
      if (isFilters(content)) return new ResourceFilters(content);
      logger.error(`resource query filters file is no object of lists: ${path}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        logger.error(`resource query filters file cannot be read: ${path}`, error);
    }
    return new ResourceFilters();
  }

  /** All, or those of one resource: none where it is not known. */
  list(resource?: string): Readonly<Record<string, readonly string[]>> {
    if (resource === undefined || resource === '') return this.#filters;
    const filters = Object.hasOwn(this.#filters, resource) ? this.#filters[resource] : undefined;
    return filters === undefined ? {} : { [resource]: filters };
  }

  /**
   * The filters of a request that count. From 3.31 on those that the resource does not take are refused, but for
   * administrators; before, the resource's own rule decides.
   * @param options.microversion - of the request: 3070 for 3.70
   * @param options.before - what holds before 3.31: usually that others' filters are left out
   * @throws Invalid
   */
  process(
    context: RequestContext,
    filters: QueryFilters,
    options: {
      readonly resource: string;
      readonly microversion: number;
      readonly before: (filters: QueryFilters) => QueryFilters;
    },
  ): QueryFilters {
    const { resource, microversion, before } = options;
    if (microversion < GENERAL_FILTERS) return before(filters);
    return renamed(this.#checked(context, filters, resource, microversion >= LIKE_FILTERS), resource);
  }

  #checked(context: RequestContext, filters: QueryFilters, resource: string, like: boolean): QueryFilters {
    for (const name of Object.keys(filters))
      // eslint-disable-next-line no-control-regex -- all of ASCII, as upstream has it
      if (!/^[\x00-\x7f]*$/.test(name)) throw new Invalid('Filter keys can only contain ASCII characters.');
    // Pools are for administrators alone, so their filters are checked for them too.
    if (context.isAdmin && resource !== 'pool') return filters;
    const taken = this.list(resource)[resource] ?? [];
    const isTaken = (name: string): boolean => taken.includes(name) || (like && taken.includes(`${name}~`));
    const invalid = Object.keys(filters).filter((name) => !isTaken(name));
    // cinderclient sends it always.
    const refused = invalid.filter((name) => name !== 'all_tenants');
    if (refused.length > 0) throw new Invalid(`Invalid filters ${refused.join(',')} are found in query options.`);
    return Object.fromEntries(Object.entries(filters).filter(([name]) => !invalid.includes(name)));
  }
}

/** What is left for others than administrators of filters before 3.31. */
export function removeInvalidFilters(
  context: RequestContext,
  filters: QueryFilters,
  allowed: readonly string[],
): QueryFilters {
  if (context.isAdmin) return filters;
  return Object.fromEntries(Object.entries(filters).filter(([name]) => allowed.includes(name)));
}

function renamed(filters: QueryFilters, resource: string): QueryFilters {
  if (!WITH_RENAMED.includes(resource)) return filters;
  return Object.fromEntries(Object.entries(filters).map(([name, value]) => [RENAMED[name] ?? name, value]));
}

function isFilters(content: unknown): content is Record<string, string[]> {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return false;
  return Object.values(content).every((list) => Array.isArray(list) && list.every((name) => typeof name === 'string'));
}
