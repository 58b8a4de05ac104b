// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { ClusterRepository, ClusterRow } from '../clusters/cluster-repository.js';
import type { CinderDatabase } from '../database.js';
import { InvalidInput, InvalidParameterValue, NotFound } from '../errors/base.js';
import { HostNotFound } from '../errors/services.js';
import type { ObjectValues } from '../objects/wire-object.js';
import { pythonRepr, type Logger } from '@stackport/config';
import { extractHost } from './host-names.js';
import type { ServiceFilters, ServiceRepository, ServiceRow } from './service-repository.js';

/** Topic and binary of the workers that have back ends. */
export const VOLUME_BINARY = 'cinder-volume';
export const SCHEDULER_BINARY = 'cinder-scheduler';
export const BACKUP_BINARY = 'cinder-backup';
export const API_BINARY = 'cinder-api';
export const LOG_BINARIES = [SCHEDULER_BINARY, VOLUME_BINARY, BACKUP_BINARY, API_BINARY] as const;

/** Where a worker is reached. */
export interface ServiceAddress {
  readonly host: string | null;
  readonly clusterName: string | null;
}

/** What the services' operations need of cinder-volume: `VolumeRpc` has it. */
export interface ServiceVolumeRpc {
  freezeHost(context: RequestContext, service: ServiceAddress): Promise<unknown>;
  thawHost(context: RequestContext, service: ServiceAddress): Promise<unknown>;
  failover(context: RequestContext, service: ServiceAddress, secondaryBackendId: string | null): Promise<void>;
  getCapabilities(context: RequestContext, backend: ServiceAddress, discover: boolean): Promise<unknown>;
}

/** What they need of cinder-scheduler. */
export interface ServiceSchedulerRpc {
  getPools(context: RequestContext, filters: ObjectValues | null): Promise<unknown[]>;
}

export interface ServiceServiceDependencies {
  readonly database: CinderDatabase;
  readonly services: ServiceRepository;
  readonly clusters: ClusterRepository;
  readonly volumeRpc: ServiceVolumeRpc;
  readonly schedulerRpc: ServiceSchedulerRpc;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** A pool of a back end as the scheduler knows it. */
export interface PoolState {
  readonly name?: string;
  readonly capabilities?: Readonly<Record<string, unknown>>;
}

/** How a service stands: its row, and whether it was heard of. */
export interface ServiceState {
  readonly row: ServiceRow;
  readonly isUp: boolean;
}

/** The services that there are, and what an administrator does with them: upstream's parts of cinder/volume/api.py. */
export class ServiceService {
  readonly #dependencies: ServiceServiceDependencies;

  constructor(dependencies: ServiceServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** In the order of their making. */
  async list(_context: RequestContext, filters: ServiceFilters): Promise<ServiceState[]> {
    const { services } = this.#dependencies;
    return (await services.list(filters)).map((row) => ({ row, isUp: services.isUp(row) }));
  }

  /** Whether a back end is up, as it says itself: by `host@backend`. */
  async backendStates(context: RequestContext): Promise<Map<string, unknown>> {
    const pools = (await this.#dependencies.schedulerRpc.getPools(context, null)) as PoolState[];
    return new Map(
      pools.map(({ name = '', capabilities = {} }) => [extractHost(name), capabilities.backend_state ?? 'up']),
    );
  }

  /** Lets the scheduler use a service, or not. Throws ServiceNotFound. @param reason - undefined leaves it */
  async updateDisabled(
    _context: RequestContext,
    { host, binary }: { readonly host: string; readonly binary: string },
    { disabled, reason }: { readonly disabled: boolean; readonly reason?: string },
  ): Promise<void> {
    const row = await this.#dependencies.services.get(host, binary);
    await this.#dependencies.services.update(row.id, {
      disabled,
      ...(reason === undefined ? {} : { disabledReason: reason }),
    });
  }

  /**
   * Forbids changes of a back end's volumes.
   * @throws InvalidInput where it does not exist or is frozen, PolicyNotAuthorized
   */
  async freeze(context: RequestContext, target: ReplicationTarget): Promise<void> {
    await this.#authorize(context, 'volume:freeze_host');
    const [service] = await this.#change(target, 'frozen', [false], true, { checkUp: false });
    if (service !== undefined) await this.#dependencies.volumeRpc.freezeHost(admin(context), service);
  }

  /** Allows them again. @returns what the back end could not do */
  async thaw(context: RequestContext, target: ReplicationTarget): Promise<string | null> {
    await this.#authorize(context, 'volume:thaw_host');
    const [service] = await this.#change(target, 'frozen', [true], false, { checkUp: false });
    if (service === undefined) return null;
    const thawed = await this.#dependencies.volumeRpc.thawHost(admin(context), service);
    return thawed ? null : 'Backend reported error during thaw_host operation.';
  }

  /** Goes over to a replication target. Throws InvalidInput where that cannot be done, PolicyNotAuthorized. */
  async failover(context: RequestContext, target: ReplicationTarget, backendId: string | null): Promise<void> {
    await this.#authorize(context, 'volume:failover_host');
    const expected = ['enabled', 'failed-over'];
    const [service] = await this.#change(target, 'replicationStatus', expected, 'failing-over', { checkUp: true });
    if (service !== undefined) await this.#dependencies.volumeRpc.failover(admin(context), service, backendId);
  }

  /** What a back end can do, as it says itself. Throws NotFound. @returns with its address */
  async capabilities(
    context: RequestContext,
    hostOrCluster: string,
  ): Promise<{ readonly address: string; readonly capabilities: Readonly<Record<string, unknown>> }> {
    const [service] = await this.#dependencies.services.list({ hostOrCluster, binary: VOLUME_BINARY });
    if (service === undefined) throw new NotFound(`Can't find service: ${hostOrCluster}`);
    const answer = await this.#dependencies.volumeRpc.getCapabilities(context, service, false);
    return { address: service.clusterName ?? service.host ?? '', capabilities: answer as Record<string, unknown> };
  }

  /** The pools that the scheduler knows and the filters let through. */
  async pools(context: RequestContext, filters: ObjectValues): Promise<PoolState[]> {
    return (await this.#dependencies.schedulerRpc.getPools(context, filters)) as PoolState[];
  }

  /** Availability zones of cinder-volume; one is available while one of its services is enabled. */
  async availabilityZones(): Promise<{ readonly name: string | null; readonly available: boolean }[]> {
    const rows = await this.#dependencies.services.list({ topic: VOLUME_BINARY });
    const available = new Map<string | null, boolean>();
    for (const { availabilityZone, disabled } of rows)
      available.set(availabilityZone, (available.get(availabilityZone) ?? false) || disabled !== true);
    return [...available].map(([name, isAvailable]) => ({ name, available: isAvailable }));
  }

  /** Throws HostNotFound where no enabled service runs there. */
  async checkHost(host: string): Promise<void> {
    const rows = await this.#dependencies.services.list({ disabled: false });
    if (!rows.some((row) => row.host === host)) throw new HostNotFound(host);
  }

  /** What projects have on a host, the total first. Throws ServiceNotFound. */
  async hostUsage(host: string): Promise<HostUsage[]> {
    const { client } = this.#dependencies.database;
    const service = await this.#dependencies.services.get(host, VOLUME_BINARY);
    const name = service.host ?? host;
    const onHost = {
      OR: [
        { host: name },
        { host: { startsWith: `${name}#` } },
        ...(name.includes('@') ? [] : [{ host: { startsWith: `${name}@` } }]),
      ],
    };
    const [volumes, snapshots] = await Promise.all([
      client.volume.groupBy({
        by: ['projectId'],
        where: { deleted: false, ...onHost },
        _count: true,
        _sum: { size: true },
      }),
      client.snapshot.groupBy({
        by: ['projectId'],
        where: { deleted: false, volume: onHost },
        _count: true,
        _sum: { volumeSize: true },
      }),
    ]);
    const snapshotsOf = new Map(snapshots.map((row) => [row.projectId, row]));
    const projects = volumes.map(({ projectId, _count, _sum }): HostUsage => {
      const own = snapshotsOf.get(projectId);
      return {
        project: projectId,
        volumes: _count,
        volumeSize: _sum.size ?? 0,
        snapshots: own?._count ?? 0,
        snapshotSize: own?._sum.volumeSize ?? 0,
      };
    });
    const sum = (field: 'volumes' | 'volumeSize' | 'snapshots' | 'snapshotSize'): number =>
      projects.reduce((total, usage) => total + usage[field], 0);
    const total: HostUsage = {
      project: '(total)',
      volumes: sum('volumes'),
      volumeSize: sum('volumeSize'),
      snapshots: sum('snapshots'),
      snapshotSize: sum('snapshotSize'),
    };
    return [total, ...projects];
  }

  async #authorize(context: RequestContext, rule: string): Promise<void> {
    const target = { project_id: context.projectId, user_id: context.userId };
    await this.#dependencies.enforcer.authorizeAsync(rule, target, context);
  }

  /**
   * Changes a field of a back end's services, of their cluster too where they have one, where it is as expected.
   * @returns the services that were looked at: the first is who is told
   */
  async #change(
    target: ReplicationTarget,
    field: 'frozen' | 'replicationStatus',
    expected: readonly (boolean | string)[],
    value: boolean | string,
    { checkUp }: { readonly checkUp: boolean },
  ): Promise<ServiceRow[]> {
    const { services, clusters, logger } = this.#dependencies;
    const { cluster, rows } = await this.#find(target);
    const refuse = (what: string): string => {
      const name = field === 'frozen' ? 'frozen' : 'replication_status';
      const wanted = field === 'frozen' ? pythonRepr(expected[0]) : pythonRepr(expected);
      return `${name} in ${what} must be ${wanted} ${checkUp ? 'and must be up ' : ''}to failover.`;
    };
    if (cluster !== null) {
      const isUp = !checkUp || (await clusters.isUp(cluster));
      if (!isUp || !(await clusters.changeField(cluster.id, field, expected, value)))
        throw new InvalidInput(refuse(cluster.name));
    }
    const changed: ServiceRow[] = [];
    const unchanged: ServiceRow[] = [];
    for (const row of rows) {
      const done = (!checkUp || services.isUp(row)) && (await services.changeField(row.id, field, expected, value));
      (done ? changed : unchanged).push(row);
    }
    if (unchanged.length > 0) {
      const reason = refuse(pythonRepr(unchanged.map(({ host }) => host)));
      if (changed.length === 0) {
        if (cluster !== null) await clusters.changeField(cluster.id, field, [value], cluster[field] ?? false);
        throw new InvalidInput(`No service could be changed: ${reason}`);
      }
      logger.warning(`Some services could not be changed: ${reason}`);
    }
    return rows;
  }

  async #find({ host, clusterName }: ReplicationTarget): Promise<{ cluster: ClusterRow | null; rows: ServiceRow[] }> {
    const { services, clusters } = this.#dependencies;
    const rows = await services.list({ host, clusterName, binary: VOLUME_BINARY });
    const [first] = rows;
    if (first === undefined)
      throw new InvalidInput(
        host === undefined
          ? `No service found with cluster=${clusterName ?? 'None'}`
          : `No service found with host=${host}`,
      );
    const cluster = first.clusterName === null ? null : await clusters.findByName(first.clusterName, VOLUME_BINARY);
    const same =
      clusterName === undefined
        ? (row: ServiceRow) => row.host === first.host
        : (row: ServiceRow) => row.clusterName === first.clusterName;
    if (!rows.every(same)) throw new InvalidParameterValue('Services from different clusters found.');
    if (host === undefined || cluster === null) return { cluster, rows };
    const all = await services.list({ binary: VOLUME_BINARY });
    return { cluster, rows: all.filter((row) => row.clusterName === cluster.name) };
  }
}

/** One of the two. */
export interface ReplicationTarget {
  readonly host?: string | undefined;
  readonly clusterName?: string | undefined;
}

/** What a project has on a host. Sizes in GiB. */
export interface HostUsage {
  readonly project: string | null;
  readonly volumes: number;
  readonly volumeSize: number;
  readonly snapshots: number;
  readonly snapshotSize: number;
}

function admin(context: RequestContext): RequestContext {
  return context.isAdmin ? context : context.elevated();
}
