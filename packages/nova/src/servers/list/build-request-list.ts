// SPDX-License-Identifier: Apache-2.0
import type { BuildRequestRepository, BuildRequestValues } from '../../instances/build-request-repository.js';
import type { InstanceValues } from '../../instances/instance.js';
import { comparedText, INSTANCE_COLUMNS } from './conditions.js';
import { comparing } from './ordering.js';
import type { ServerQuery, TagFilter } from './server-query.js';
import { TextExpression } from './text-expression.js';

/** The servers without a cell that a list has; a marker among them is used up. */
export interface WaitingServers {
  readonly servers: readonly InstanceValues[];
  readonly hasMarker: boolean;
}

/**
 * Servers that wait for a cell: they are few and do not wait long, so they are filtered and sorted here (nova 26,
 * objects/build_request.py, get_by_filters).
 */
export async function waitingServers(requests: BuildRequestRepository, query: ServerQuery): Promise<WaitingServers> {
  const { marker, limit } = query;
  if (query.deleted === true) return { servers: [], hasMarker: false };
  const found = await requests.list(query.projectId === null ? {} : { projectId: query.projectId });
  const servers = found
    .map(serverOf)
    .filter((server) => fits(server, query))
    .sort(comparing(query.sort));
  if (marker === undefined) return { servers: servers.slice(0, limit), hasMarker: false };
  const index = servers.findIndex(({ uuid }) => uuid === marker);
  if (index < 0) return { servers: [], hasMarker: false };
  return { servers: servers.slice(index + 1, index + 1 + limit), hasMarker: true };
}

function serverOf({ instance, tags }: BuildRequestValues): InstanceValues {
  const { uuid } = instance;
  return { ...instance, tags: { objects: tags.objects.map(({ tag }) => ({ resource_id: uuid, tag })) } };
}

function fits(server: InstanceValues, query: ServerQuery): boolean {
  const value = (column: string): unknown => server[column as keyof InstanceValues] ?? null;
  const isExact = Object.entries(query.exact).every(([column, wanted]) =>
    Array.isArray(wanted) ? (wanted as readonly unknown[]).includes(value(column)) : value(column) === wanted,
  );
  const isAlike = Object.entries(query.patterns).every(([column, pattern]) => {
    if (!INSTANCE_COLUMNS.has(column)) return true;
    const text = comparedText(value(column));
    return text !== undefined && new TextExpression(pattern).fitting([text])[0] === true;
  });
  return isExact && isAlike && hasTags(new Set(server.tags?.objects.map(({ tag }) => tag)), query.tags);
}

function hasTags(have: ReadonlySet<string>, { all = [], any, notAll, notAny = [] }: TagFilter): boolean {
  const has = (tag: string): boolean => have.has(tag);
  const hasAny = any === undefined ? true : any.some(has);
  const hasAllOfNot = notAll === undefined ? false : notAll.every(has);
  return all.every(has) && hasAny && !hasAllOfNot && !notAny.some(has);
}
