// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import type { ExactColumn, ServerQuery } from '../../../servers/list/server-query.js';
import { statesOf } from '../../../servers/server-status.js';
import { isSince } from '../../microversion.js';
import { JOINED_FILTERS } from '../../schemas/server-list.js';
import { isoTimeOf } from '../../validation/iso-time.js';
import { flagOf } from '../../validation/values.js';

export type QueryFilters = Pick<
  ServerQuery,
  'exact' | 'patterns' | 'deleted' | 'softDeleted' | 'changesSince' | 'changesBefore' | 'tags' | 'ip' | 'ip6'
>;

/** Filters that are compared as they are; all others are expressions. */
const EXACT: ReadonlyMap<string, ExactColumn> = new Map([
  ['project_id', 'project_id'],
  ['tenant_id', 'project_id'],
  ['user_id', 'user_id'],
  ['image', 'image_ref'],
  ['image_ref', 'image_ref'],
  ['vm_state', 'vm_state'],
  ['task_state', 'task_state'],
  ['uuid', 'uuid'],
  ['host', 'host'],
]);

/** Filters with a meaning of their own. */
const SPECIAL = new Set([
  ...['status', 'flavor', 'all_tenants', 'deleted', 'soft_deleted', 'changes-since', 'changes-before', 'locked'],
  ...['ip', 'ip6', 'tags', 'tags-any', 'not-tags', 'not-tags-any'],
]);

/**
 * What the filters of a request come to, but for its flavor; undefined where no server can fit.
 * Throws `HttpError` 400 for a filter that is none, 403 for one that is an administrator's.
 */
export function filtersFrom(
  context: RequestContext,
  request: Request,
  filters: ReadonlyMap<string, string>,
): QueryFilters | undefined {
  for (const name of filters.keys())
    if (JOINED_FILTERS.includes(name) || name.startsWith('_'))
      throw new HttpError(400, `Invalid filter field: ${name}.`);
  const states = statusFilter(request);
  if (states === undefined) return undefined;
  const exact: Partial<Record<ExactColumn, string | boolean | readonly string[]>> = {};
  const patterns: Record<string, string> = {};
  for (const [name, value] of filters) {
    const column = EXACT.get(name);
    if (column !== undefined) exact[column] = value;
    else if (!SPECIAL.has(name)) patterns[name === 'name' ? 'display_name' : name] = value;
  }
  Object.assign(exact, states);
  const locked = filters.get('locked');
  if (locked !== undefined) exact.locked = strictFlag(locked);
  return {
    exact,
    patterns,
    ...deletedFilter(context, filters, exact.vm_state),
    ...timeFilters(filters),
    tags: isSince(request, '2.26') ? tagFilter(filters) : {},
    ip: filters.get('ip'),
    ip6: filters.get('ip6'),
  };
}

/** Whether the servers of all projects are asked for: by anything but what reads as no. Throws `HttpError` 400. */
export function asksForAllTenants(filters: ReadonlyMap<string, string>): boolean {
  const value = filters.get('all_tenants');
  return value === undefined ? false : value === '' || strictFlag(value);
}

function statusFilter(request: Request): Partial<Record<ExactColumn, readonly string[]>> | undefined {
  const statuses = request.query.getAll('status');
  if (statuses.length === 0) return {};
  const states = statesOf(statuses);
  if (states !== undefined)
    return { vm_state: states.vmStates, ...(states.taskStates === undefined ? {} : { task_state: states.taskStates }) };
  if (isSince(request, '2.38')) throw new HttpError(400, 'Invalid status value');
  return undefined;
}

function deletedFilter(
  context: RequestContext,
  filters: ReadonlyMap<string, string>,
  vmState: unknown,
): Pick<ServerQuery, 'deleted' | 'softDeleted'> {
  const given = filters.get('deleted');
  const softDeleted = filters.has('soft_deleted') ? filters.get('soft_deleted') !== '' : undefined;
  if (Array.isArray(vmState) && vmState.length === 1 && vmState[0] === 'deleted') {
    if (!context.isAdmin) throw new HttpError(403, 'Only administrators may list deleted instances');
    return { deleted: true, softDeleted };
  }
  if (given !== undefined) return { deleted: flagOf(given) ?? false, softDeleted };
  // Who asks what changed hears of what is gone.
  const isByTime = filters.has('changes-since') || filters.has('changes-before');
  return { deleted: isByTime ? undefined : false, softDeleted };
}

function timeFilters(filters: ReadonlyMap<string, string>): Pick<ServerQuery, 'changesSince' | 'changesBefore'> {
  const timeOf = (name: string): Date | undefined => {
    const text = filters.get(name);
    if (text === undefined) return undefined;
    const time = isoTimeOf(text);
    if (time === undefined) throw new HttpError(400, `Invalid filter field: ${name}.`);
    return time;
  };
  const [changesSince, changesBefore] = [timeOf('changes-since'), timeOf('changes-before')];
  if (changesSince !== undefined && changesBefore !== undefined && changesBefore < changesSince)
    throw new HttpError(400, 'The value of changes-since must be less than or equal to changes-before.');
  return { changesSince, changesBefore };
}

function tagFilter(filters: ReadonlyMap<string, string>): ServerQuery['tags'] {
  const listOf = (name: string): readonly string[] | undefined => filters.get(name)?.split(',');
  return {
    all: listOf('tags'),
    any: listOf('tags-any'),
    notAll: listOf('not-tags'),
    notAny: listOf('not-tags-any'),
  };
}

function strictFlag(value: string): boolean {
  const flag = flagOf(value);
  if (flag !== undefined) return flag;
  throw new HttpError(
    400,
    `Unrecognized value '${value}', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', ` +
      "'true', 'y', 'yes'",
  );
}
