// SPDX-License-Identifier: Apache-2.0
import { Invalid } from '../../errors.js';
import { taskColumns, type TaskColumn, type TaskListQuery } from '../../tasks/task-repository.js';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** The query of a task list. Throws `Invalid` with upstream's words (api/v2/tasks.py, RequestDeserializer.index). */
export function parseTaskListQuery(
  query: URLSearchParams,
  { pageLength, longestPage }: { readonly pageLength: number; readonly longestPage: number },
): TaskListQuery {
  const {
    limit,
    marker,
    sort_key: sortKey = 'created_at',
    sort_dir: sortDirection = 'desc',
    ...rest
  } = Object.fromEntries(query);
  if (sortDirection !== 'asc' && sortDirection !== 'desc')
    throw new Invalid(`Invalid sort direction: ${sortDirection}`);
  const filters = parseFilters(rest);
  if (marker && !UUID.test(marker)) throw new Invalid('Invalid marker format');
  const length = limit === undefined ? pageLength : parseLimit(limit);
  if (!isColumn(sortKey)) throw new Invalid('Sort key supplied was not valid.');
  return { filters, sortKey, sortDirection, limit: Math.min(length, longestPage), ...(marker ? { marker } : {}) };
}

/** Names that are no column are let pass. */
function parseFilters(given: Readonly<Record<string, string | undefined>>): TaskListQuery['filters'] {
  const { status, type } = given;
  if (status && !['pending', 'processing', 'success', 'failure'].includes(status))
    throw new Invalid(`Invalid status value: ${status}`);
  if (type && type !== 'import') throw new Invalid(`Invalid type value: ${type}`);
  return Object.fromEntries(Object.entries(given).filter(([name]) => isColumn(name)));
}

function parseLimit(text: string): number {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new Invalid('limit param must be an integer');
  const limit = Number(text);
  if (limit < 0) throw new Invalid('limit param must be positive');
  return limit;
}

function isColumn(name: string): name is TaskColumn {
  return (taskColumns as readonly string[]).includes(name);
}
