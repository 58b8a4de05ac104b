// SPDX-License-Identifier: Apache-2.0
// Queries of lists. All throw `Invalid` with upstream's words (the deserializers of api/v2/metadef_*.py, Zed).
import { Invalid } from '../../errors.js';
import { namespaceSortKeys, type NamespaceListQuery } from '../../metadefs/namespace-repository.js';
import { tagSortKeys, type TagListQuery } from '../../metadefs/tag-repository.js';

const NAMESPACE_VISIBILITIES = ['public', 'private'];
const CONTENT_VISIBILITIES = [...NAMESPACE_VISIBILITIES, 'shared'];

export function parseNamespaceListQuery(
  query: URLSearchParams,
  { pageLength, longestPage }: { readonly pageLength: number; readonly longestPage: number },
): NamespaceListQuery {
  const parameters = new Map(query);
  const limit = parameters.get('limit');
  const sortDirection = parseSortDirection(parameters);
  requireVisibility(parameters, NAMESPACE_VISIBILITIES);
  const visibility = parameters.get('visibility');
  const resourceTypes = parameters.get('resource_types');
  const marker = parameters.get('marker');
  return {
    ...(visibility === undefined ? {} : { visibility }),
    ...(resourceTypes === undefined ? {} : { resourceTypes: resourceTypes.split(',') }),
    sortKey: parseSortKey(parameters, namespaceSortKeys),
    sortDirection,
    limit: Math.min(limit === undefined ? pageLength : parseLimit(limit, 0), longestPage),
    ...(marker === undefined ? {} : { marker }),
  };
}

/** As `parseNamespaceListQuery`, without a page's length: all tags of a namespace come at once unless the client limits them. */
export function parseTagListQuery(query: URLSearchParams): TagListQuery {
  const parameters = new Map(query);
  const sortDirection = parseSortDirection(parameters);
  requireVisibility(parameters, CONTENT_VISIBILITIES);
  const limit = parameters.get('limit');
  const marker = parameters.get('marker');
  return {
    sortKey: parseSortKey(parameters, tagSortKeys),
    sortDirection,
    ...(limit ? { limit: parseLimit(limit, 0) } : {}),
    ...(marker ? { marker } : {}),
  };
}

/** Upstream looks at these parameters of a list of objects, and gives all objects whatever they say. */
export function checkObjectListQuery(query: URLSearchParams): void {
  const parameters = new Map(query);
  parseSortDirection(parameters);
  requireVisibility(parameters, CONTENT_VISIBILITIES);
  const limit = parameters.get('limit');
  if (limit !== undefined) parseLimit(limit, 1);
}

/** @param least - what upstream takes for positive. */
function parseLimit(text: string, least: 0 | 1): number {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new Invalid('limit param must be an integer');
  const limit = Number(text);
  if (limit < least) throw new Invalid('limit param must be positive');
  return limit;
}

function parseSortDirection(parameters: ReadonlyMap<string, string>): 'asc' | 'desc' {
  const direction = parameters.get('sort_dir') ?? 'desc';
  if (direction !== 'asc' && direction !== 'desc') throw new Invalid(`Invalid sort direction: ${direction}`);
  return direction;
}

/** Zed answers 500 for an unknown key. */
function parseSortKey<K extends string>(parameters: ReadonlyMap<string, string>, known: readonly K[]): K {
  const key = parameters.get('sort_key') ?? 'created_at';
  const found = known.find((one) => one === key);
  if (found === undefined)
    throw new Invalid(`Invalid sort key: ${key}. It must be one of the following: ${known.join(', ')}.`);
  return found;
}

function requireVisibility(parameters: ReadonlyMap<string, string>, allowed: readonly string[]): void {
  const visibility = parameters.get('visibility');
  if (visibility && !allowed.includes(visibility)) throw new Invalid(`Invalid visibility value: ${visibility}`);
}

/** The visibility that a single namespace's query may name; it has no effect. */
export function checkNamespaceQuery(query: URLSearchParams): void {
  requireVisibility(new Map(query), NAMESPACE_VISIBILITIES);
}
