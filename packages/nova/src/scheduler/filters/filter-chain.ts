// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { SchedulerHostFilterNotFound } from '../../errors/scheduler.js';
import type { HostState } from '../hosts/host-state.js';
import { isRebuild, type ScheduleRequest } from '../schedule-request.js';
import type { HostFilter } from './host-filter.js';

const ALL = 'nova.scheduler.filters.all_filters';

/**
 * The filters that are enabled, in their order.
 * @param available - `available_filters`: dotted names of classes, or that of all
 * Throws `SchedulerHostFilterNotFound` for those that there are not, or that are not available.
 */
export function enabledFilters(
  filters: readonly HostFilter[],
  available: readonly string[],
  enabled: readonly string[],
): readonly HostFilter[] {
  const byName = new Map(filters.map((filter) => [filter.name, filter]));
  const usable = new Set(available.map(className));
  const isUsable = (name: string): boolean => available.includes(ALL) || usable.has(name);
  const missing = enabled.filter((name) => !byName.has(name) || !isUsable(name));
  if (missing.length > 0) throw new SchedulerHostFilterNotFound(missing.join(', '));
  return enabled.flatMap((name) => byName.get(name) ?? []);
}

/** The class of a dotted name. */
export function className(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}

/**
 * Hosts that pass all filters.
 * @param index - of the instance in the request: what does not change within it is looked at for the first only
 */
export function filterHosts(
  filters: readonly HostFilter[],
  hosts: readonly HostState[],
  request: ScheduleRequest,
  { index, logger }: { readonly index: number; readonly logger: Logger },
): readonly HostState[] {
  let left = hosts;
  const history: string[] = [];
  for (const filter of filters) {
    if (filter.oncePerRequest === true && index > 0) continue;
    if (filter.onRebuild !== true && isRebuild(request)) continue;
    const before = left.length;
    left = left.filter((host) => filter.passes(host, request));
    history.push(`${filter.name}: (start: ${before}, end: ${left.length})`);
    if (left.length > 0) continue;
    logger.info(
      `Filtering removed all hosts for the request with instance ID '${request.instanceUuid ?? ''}'. ` +
        `Filter results: ${history.join(', ')}`,
    );
    return [];
  }
  return left;
}
