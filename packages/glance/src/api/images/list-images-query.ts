// SPDX-License-Identifier: Apache-2.0
import { Invalid } from '../../errors.js';
import type { ImageFilters } from '../../images/image-filters.js';
import { imageSortKeys, type ImageListQuery, type ImageSortKey } from '../../images/image-list.js';

/** The query of an image list. Throws `Invalid` with upstream's words (api/v2/images.py, RequestDeserializer.index). */
export function parseImageListQuery(
  query: URLSearchParams,
  { pageLength, longestPage }: { readonly pageLength: number; readonly longestPage: number },
): ImageListQuery {
  const parameters = new Map(query);
  const take = (name: string): string | undefined => {
    const value = parameters.get(name);
    parameters.delete(name);
    return value;
  };
  const limit = parseLimit(take('limit'));
  const marker = take('marker');
  const sort = parseSort(query);
  for (const name of ['sort', 'sort_key', 'sort_dir', 'tag', 'deleted', 'tags']) parameters.delete(name);
  return {
    filters: parseFilters(query, take, parameters),
    ...sort,
    limit: Math.min(limit ?? pageLength, longestPage),
    ...(marker === undefined ? {} : { marker }),
  };
}

function parseFilters(
  query: URLSearchParams,
  take: (name: string) => string | undefined,
  parameters: Map<string, string>,
): ImageFilters {
  const visibility = take('visibility');
  if (visibility && !['community', 'public', 'private', 'shared', 'all'].includes(visibility))
    throw new Invalid(`Invalid visibility value: ${visibility}`);
  const memberStatus = take('member_status') ?? 'accepted';
  if (!['pending', 'accepted', 'rejected', 'all'].includes(memberStatus))
    throw new Invalid(`Invalid status: ${memberStatus}`);
  if (take('changes-since')) throw new Invalid('The "changes-since" filter is no longer available on v2.');
  const osHidden = (take('os_hidden') ?? 'false').toLowerCase();
  const guarded = take('protected');
  return {
    ...(visibility ? { visibility } : {}),
    memberStatus,
    osHidden: truth('os_hidden', osHidden),
    ...(guarded === undefined ? {} : { protected: truth('protected', guarded) }),
    tags: query.getAll('tag').map((tag) => tag.trim()),
    others: Object.fromEntries(parameters),
  };
}

function truth(name: string, value: string): boolean {
  if (value !== 'true' && value !== 'false')
    throw new Invalid(`Invalid value '${value}' for '${name}' filter. Valid values are 'true' or 'false'.`);
  return value === 'true';
}

function parseLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new Invalid('limit param must be an integer');
  const limit = Number(text);
  if (limit < 0) throw new Invalid('limit param must be positive');
  return limit;
}

/** `sort=name:asc,size` or the older `sort_key` and `sort_dir`, each as often as wanted. */
function parseSort(query: URLSearchParams): Pick<ImageListQuery, 'sortKeys' | 'sortDirections'> {
  const sort = query.getAll('sort').at(-1);
  const keys = query.getAll('sort_key').map((key) => sortKey(key.trim()));
  const directions = query.getAll('sort_dir').map((direction) => sortDirection(direction.trim()));
  if (sort !== undefined) {
    if (keys.length > 0 || directions.length > 0) throw new Invalid('Old and new sorting syntax cannot be combined');
    const pairs = sort
      .trim()
      .split(',')
      .map((pair) => pair.split(':', 2));
    return {
      sortKeys: pairs.map(([key = '']) => sortKey(key.trim())),
      sortDirections: pairs.map(([, direction]) => sortDirection((direction ?? 'desc').trim() || 'desc')),
    };
  }
  if (directions.length > 1 && directions.length !== keys.length)
    throw new Invalid('Number of sort dirs does not match the number of sort keys');
  return {
    sortKeys: keys.length > 0 ? keys : ['created_at'],
    sortDirections: directions.length > 0 ? directions : ['desc'],
  };
}

function sortKey(key: string): ImageSortKey {
  const known = imageSortKeys.find((one) => one === key);
  if (known === undefined)
    throw new Invalid(`Invalid sort key: ${key}. It must be one of the following: ${imageSortKeys.join(', ')}.`);
  return known;
}

function sortDirection(direction: string): 'asc' | 'desc' {
  if (direction !== 'asc' && direction !== 'desc') throw new Invalid(`Invalid sort direction: ${direction}`);
  return direction;
}
