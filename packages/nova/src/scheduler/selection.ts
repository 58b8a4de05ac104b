// SPDX-License-Identifier: Apache-2.0
import { madeObject, type NovaObject } from '../objects/nova-object.js';
import type { AllocationRequest } from '../placement/placement.js';
import { aggregateWords } from './hosts/host-aggregates.js';
import type { HostState } from './hosts/host-state.js';

/** How a chosen host is got: what placement is to be sent, and in which microversion. */
export interface Way {
  readonly request: AllocationRequest;
  readonly version: string;
}

/** A chosen host, or one that could be tried instead, as a `Selection`. @param way - where placement was asked */
export function selectionOf(host: HostState, way: Way | undefined, defaultZone: string): NovaObject {
  const [zone = defaultZone] = aggregateWords(host.aggregates, 'availability_zone');
  return madeObject('Selection', {
    compute_node_uuid: host.uuid,
    service_host: host.host,
    nodename: host.nodename,
    cell_uuid: host.cellUuid,
    // Room is placement's to limit since Stein; the object is what compute hosts expect.
    limits: madeObject('SchedulerLimits', { numa_topology: null, vcpu: null, disk_gb: null, memory_mb: null }),
    allocation_request: JSON.stringify(way?.request ?? null),
    allocation_request_version: way?.version ?? null,
    availability_zone: zone,
  });
}

/** The same for callers that do not take objects. */
export function plainSelectionOf(host: HostState): Readonly<Record<string, unknown>> {
  return { host: host.host, nodename: host.nodename, limits: {} };
}
