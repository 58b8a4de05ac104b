// SPDX-License-Identifier: Apache-2.0
import type { HostState } from '../hosts/host-state.js';
import { hintOf, type ScheduleRequest } from '../schedule-request.js';
import type { HostFilter } from './host-filter.js';
import { isInNetwork } from './network.js';

/** Filters by what else is on a host. */
export const affinityFilters: readonly HostFilter[] = [
  {
    name: 'SameHostFilter',
    oncePerRequest: true,
    passes: (host, request) => isWith(host, request, 'same_host') ?? true,
  },
  {
    name: 'DifferentHostFilter',
    oncePerRequest: true,
    passes: (host, request) => !(isWith(host, request, 'different_host') ?? false),
  },
  {
    name: 'SimpleCIDRAffinityFilter',
    oncePerRequest: true,
    passes({ node }, request) {
      const near = hintOf(request, 'build_near_host_ip');
      if (typeof near !== 'string' || near === '') return true;
      const prefix = hintOf(request, 'cidr') ?? '/24';
      return typeof prefix === 'string' && isInNetwork(node.host_ip ?? '', `${near}${prefix}`);
    },
  },
  {
    name: 'ServerGroupAntiAffinityFilter',
    passes({ instances }, { group, instanceUuid }) {
      if (group?.policy !== 'anti-affinity') return true;
      // Who is here already may stay: a resize looks at its own host.
      if (instanceUuid !== undefined && instances.has(instanceUuid)) return true;
      return group.members.filter((member) => instances.has(member)).length < group.maxServersPerHost;
    },
  },
  {
    name: 'ServerGroupAffinityFilter',
    passes: ({ host }, { group }) =>
      group?.policy !== 'affinity' || group.hosts.length === 0 || group.hosts.includes(host),
  },
];

/** Whether one of the instances that a hint names is on the host; undefined where the hint is not given. */
function isWith({ instances }: HostState, request: ScheduleRequest, hint: string): boolean | undefined {
  const value = hintOf(request, hint);
  if (value === undefined || value === null || value === '') return undefined;
  const uuids: readonly unknown[] = Array.isArray(value) ? value : [value];
  return uuids.length === 0 ? undefined : uuids.some((uuid) => typeof uuid === 'string' && instances.has(uuid));
}
