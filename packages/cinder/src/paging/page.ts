// SPDX-License-Identifier: Apache-2.0
import { InvalidInput } from '../errors/base.js';

/** What part of a sorted list is wanted. */
export interface Page {
  /** Id of the last row of the page before. */
  readonly marker?: string | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly sortKeys?: readonly string[] | undefined;
  readonly sortDirections?: readonly string[] | undefined;
}

export type SortDirection = 'asc' | 'desc';

/**
 * The order of a list: what was asked for, then `created_at` and `id`, which make it total. Upstream's
 * `process_sort_params` with its defaults.
 * @param columns - field of the row by the name that users sort by
 * @throws InvalidInput for a key or a direction that there is not
 */
export function sortOrder(
  { sortKeys = [], sortDirections = [] }: Page,
  columns: Readonly<Record<string, string>>,
  defaultDirection: SortDirection = 'desc',
): Readonly<Record<string, SortDirection>>[] {
  for (const direction of sortDirections)
    if (direction !== 'asc' && direction !== 'desc')
      throw new InvalidInput("Unknown sort direction, must be 'desc' or 'asc'.");
  if (sortDirections.length > sortKeys.length)
    throw new InvalidInput('Sort direction array size exceeds sort key array size.');
  const rest = (sortDirections[0] ?? defaultDirection) as SortDirection;
  const keys = [...sortKeys, ...['created_at', 'id'].filter((key) => !sortKeys.includes(key))];
  return keys.map((key, index) => {
    const column = Object.hasOwn(columns, key) ? columns[key] : undefined;
    if (column === undefined) throw new InvalidInput('Invalid sort key');
    return { [column]: (sortDirections[index] as SortDirection | undefined) ?? rest };
  });
}

/**
 * Cuts the page out of a sorted list that was read whole, for tables of few rows.
 * @param missing - what to throw where the marker is not in the list
 */
export function cutPage<T extends { readonly id: string }>(
  rows: readonly T[],
  { marker, limit, offset = 0 }: Page,
  missing: (marker: string) => Error,
): T[] {
  let start = 0;
  if (marker !== undefined) {
    start = rows.findIndex(({ id }) => id === marker) + 1;
    if (start === 0) throw missing(marker);
  }
  start += offset;
  return rows.slice(start, limit === undefined ? undefined : start + limit);
}
