// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ConnectedCell } from '../cells/connected-cells.js';
import type { ServiceValues } from '../hosts/host.js';
import type { BlockDeviceMappingValues } from '../instances/instance.js';
import type { Networks } from '../network/networks.js';
import type { ServerGroupRepository } from '../server-groups/server-group-repository.js';
import { COMPUTE_BINARY } from '../services/host-directory.js';
import type { ServiceDirectory } from '../services/service-directory.js';
import type { Zones } from '../services/zones.js';
import type { Server } from './server.js';

/** How the host of a server is; empty for a server without one. */
export type HostStatus = 'UP' | 'DOWN' | 'MAINTENANCE' | 'UNKNOWN' | '';

/** What is told of a server that is not its own. */
export interface ServerDetails {
  readonly devices: readonly BlockDeviceMappingValues[];
  readonly zone: string | null;
  readonly hostStatus: HostStatus;
  /** UUIDs of the groups that it is in. */
  readonly groups: readonly string[];
  /** Names of the security groups that its ports are in. */
  readonly securityGroups: readonly string[];
}

/** What is wanted of them beside what is always told. */
export interface WantedDetails {
  readonly hostStatus: boolean;
  readonly groups: boolean;
  readonly securityGroups: boolean;
}

export interface ServerDetailsLoaderInit {
  readonly directory: ServiceDirectory;
  readonly zones: Zones;
  readonly groups: ServerGroupRepository;
  readonly networks: Networks;
}

/** Loads what is told of servers beside themselves: a query a table and a cell, and a neighbour, however many servers. */
export class ServerDetailsLoader {
  readonly #init: ServerDetailsLoaderInit;

  constructor(init: ServerDetailsLoaderInit) {
    this.#init = init;
  }

  async load(
    context: RequestContext,
    servers: readonly Server[],
    wanted: WantedDetails,
  ): Promise<(server: Server) => ServerDetails> {
    const hosts = hostsByCell(servers);
    const devices = await this.#devices(servers);
    const zoneOf = hosts.size === 0 ? undefined : await this.#init.zones.ofServices();
    const statuses = wanted.hostStatus ? await this.#statuses(hosts) : new Map<string, HostStatus>();
    const groups = new Map<string, readonly string[]>();
    if (wanted.groups)
      for (const { instance } of servers)
        groups.set(instance.uuid, await this.#init.groups.uuidsOfServer(instance.uuid));
    const securityGroups =
      wanted.securityGroups && servers.length > 0
        ? await this.#init.networks.resources(context).securityGroups.namesOfServers(
            context,
            servers.map(({ instance }) => instance.uuid),
          )
        : new Map<string, readonly string[]>();
    return ({ instance, request, cell }) => {
      const host = instance.host ?? '';
      return {
        devices:
          devices.get(instance.uuid) ??
          ((request?.block_device_mappings.objects ?? []) as readonly BlockDeviceMappingValues[]),
        zone: host === '' || zoneOf === undefined ? instance.availability_zone : zoneOf({ host, topic: 'compute' }),
        hostStatus: statuses.get(`${cell?.id ?? ''}/${host}`) ?? '',
        groups: groups.get(instance.uuid) ?? [],
        securityGroups: securityGroups.get(instance.uuid) ?? [],
      };
    };
  }

  async #devices(servers: readonly Server[]): Promise<ReadonlyMap<string, readonly BlockDeviceMappingValues[]>> {
    const found = new Map<string, BlockDeviceMappingValues[]>();
    for (const [cell, own] of byCell(servers))
      for (const device of await cell.devices.ofInstances(own.map(({ instance }) => instance.uuid)))
        found.set(device.instance_uuid, [...(found.get(device.instance_uuid) ?? []), device]);
    return found;
  }

  async #statuses(hosts: ReadonlyMap<ConnectedCell, ReadonlySet<string>>): Promise<ReadonlyMap<string, HostStatus>> {
    const statuses = new Map<string, HostStatus>();
    for (const [cell, names] of hosts)
      for (const service of await cell.services.list({ binary: COMPUTE_BINARY, host: { in: [...names] } }))
        statuses.set(`${cell.id}/${service.host ?? ''}`, this.#statusOf(service));
    return statuses;
  }

  #statusOf(service: ServiceValues): HostStatus {
    if (service.forced_down === true) return 'DOWN';
    if (service.disabled === true) return 'MAINTENANCE';
    return this.#init.directory.isUp(service) ? 'UP' : 'UNKNOWN';
  }
}

function byCell(servers: readonly Server[]): ReadonlyMap<ConnectedCell, readonly Server[]> {
  const cells = new Map<ConnectedCell, Server[]>();
  for (const server of servers)
    if (server.cell !== null) cells.set(server.cell, [...(cells.get(server.cell) ?? []), server]);
  return cells;
}

function hostsByCell(servers: readonly Server[]): ReadonlyMap<ConnectedCell, ReadonlySet<string>> {
  const hosts = new Map<ConnectedCell, Set<string>>();
  for (const [cell, own] of byCell(servers)) {
    const names = own.map(({ instance }) => instance.host ?? '').filter((host) => host !== '');
    if (names.length > 0) hosts.set(cell, new Set(names));
  }
  return hosts;
}
