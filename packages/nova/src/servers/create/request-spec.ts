// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { imageMetaFrom } from '../../image/image-meta.js';
import type { ImageValues } from '../../image/images.js';
import type { FlavorValues } from '../../instances/instance.js';
import type { RequestSpecValues } from '../../instances/request-spec-repository.js';
import type { RequestedNetwork } from '../../network/networks.js';
import type { Placing } from './placing.js';

export interface SpecParts {
  readonly uuid: string;
  readonly image: ImageValues | undefined;
  readonly flavor: FlavorValues;
  readonly placing: Placing;
  readonly securityGroups: readonly string[];
  readonly networks: readonly RequestedNetwork[];
  readonly count: number;
  readonly isBootedFromVolume: boolean;
}

/** What the scheduler is asked with (nova 26, objects/request_spec.py, from_components). */
export function requestSpecOf(context: RequestContext, parts: SpecParts): RequestSpecValues {
  const { uuid, image, flavor, placing, securityGroups, networks, count, isBootedFromVolume } = parts;
  return {
    instance_uuid: uuid,
    image: imageMetaFrom(image ?? null),
    numa_topology: null,
    pci_requests: { requests: [] },
    project_id: context.projectId ?? null,
    user_id: context.userId ?? null,
    availability_zone: placing.availabilityZone,
    flavor,
    num_instances: count,
    ignore_hosts: null,
    force_hosts: placing.forcedHost === null ? null : [placing.forcedHost],
    force_nodes: placing.forcedNode === null ? null : [placing.forcedNode],
    requested_destination: placing.destination,
    retry: null,
    limits: { numa_topology: null, vcpu: null, disk_gb: null, memory_mb: null },
    instance_group: placing.group,
    scheduler_hints: hintsOf(placing.hints),
    security_groups: { objects: securityGroups.map((name) => ({ name })) },
    is_bfv: isBootedFromVolume,
    requested_resources: [],
    request_level_params: {},
    requested_networks: { objects: networks.map(networkRequest) },
  };
}

export function networkRequest({ network_id, port_id, address, tag }: RequestedNetwork): Record<string, unknown> {
  return {
    network_id: network_id ?? null,
    port_id: port_id ?? null,
    ...(address === undefined || address === null ? {} : { address }),
    ...(tag === undefined || tag === null ? {} : { tag }),
    device_profile: null,
  };
}

/** Each hint is a list of texts where it travels. */
function hintsOf(hints: Readonly<Record<string, unknown>>): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    Object.entries(hints).map(([name, value]) => [name, Array.isArray(value) ? (value as unknown[]) : [value]]),
  );
}
