// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { poolOf } from '../rpc/addressing.js';
import { type Capabilities, PoolState } from './pool-state.js';

/** A cinder-volume that lives, as its row says. */
export interface VolumeService {
  /** `host@backend` */
  readonly host: string;
  readonly clusterName: string | null;
  readonly availabilityZone: string | null;
}

export interface HostManagerInit {
  /** Those that are up and not disabled. */
  readonly services: () => Promise<readonly VolumeService[]>;
  /** `max_over_subscription_ratio` */
  readonly defaultRatio: string;
  readonly logger: Logger;
}

interface Report {
  readonly capabilities: Capabilities;
  readonly at: Date;
  readonly clusterName: string | null;
}

interface Backend {
  readonly report: Report;
  readonly pools: Map<string, PoolState>;
}

/** What `get_pools` answers of a pool. */
export interface PoolDescription {
  readonly name: string;
  readonly capabilities: Readonly<Record<string, unknown>>;
}

const DEFAULT_POOL = '_pool0';

/** Knows what the back ends report, and what was given away since: upstream's HostManager. */
export class HostManager {
  readonly #init: HostManagerInit;
  readonly #reports = new Map<string, Report>();
  readonly #backends = new Map<string, Backend>();

  constructor(init: HostManagerInit) {
    this.#init = init;
  }

  /**
   * Takes a report over; one that is older than what is known is dropped.
   * @param host - `host@backend`
   */
  update(
    serviceName: string,
    host: string,
    capabilities: Capabilities | null,
    clusterName: string | null,
    at: Date,
  ): void {
    if (serviceName !== 'volume') {
      this.#init.logger.debug(`Ignoring ${serviceName} service update from ${host}`);
      return;
    }
    const known = this.#reports.get(host);
    if (known !== undefined && known.at > at) return;
    this.#reports.set(host, { capabilities: capabilities ?? {}, at, clusterName });
  }

  /** Whether every living back end has reported: before, a request may not find what is there. */
  async hasAllReports(): Promise<boolean> {
    return (await this.#init.services()).every(({ host }) => this.#reports.has(host));
  }

  /** Pools of the back ends that live, as of now. */
  async pools(): Promise<readonly PoolState[]> {
    const services = await this.#init.services();
    const living = new Set(services.map(({ host }) => host));
    for (const host of [...this.#backends.keys()])
      if (!living.has(host)) {
        this.#init.logger.info(`Removing non-active backend: ${host} from scheduler cache.`);
        this.#backends.delete(host);
      }
    return services.flatMap((service) => [...this.#backend(service).values()]);
  }

  /** Gives so many GiB of a pool back (below 0: takes them) until its next report. @param id - `host@backend#pool` */
  revert(id: string, size: number): void {
    for (const { pools } of this.#backends.values())
      for (const pool of pools.values()) if (pool.id === id || pool.host === id) pool.consume(-size);
  }

  /** What is known of the pools, by their capabilities where filters say so. */
  async describe(filters: Readonly<Record<string, unknown>> = {}): Promise<PoolDescription[]> {
    const { name } = filters;
    // Upstream's API took care of the type already.
    const wanted = Object.entries(filters).filter(([key]) => key !== 'name' && key !== 'volume_type');
    return (await this.pools())
      .map(describePool)
      .filter((pool) => name === undefined || pool.name === name)
      .filter(({ capabilities }) =>
        wanted.every(([key, value]) => String(capabilities[key]).toLowerCase() === String(value).toLowerCase()),
      );
  }

  /** The pools of a back end: made anew from a new report, else as they were left. */
  #backend(service: VolumeService): ReadonlyMap<string, PoolState> {
    const report = this.#reports.get(service.host);
    if (report === undefined) return new Map();
    const known = this.#backends.get(service.host);
    if (known?.report === report) return known.pools;
    const pools = new Map(
      poolReports(service.host, report.capabilities).map(({ name, capabilities }) => [
        name,
        new PoolState({
          host: `${service.host}#${name}`,
          clusterName: service.clusterName === null ? null : `${service.clusterName}#${name}`,
          capabilities,
          service: { host: service.host, availabilityZone: service.availabilityZone },
          reportedAt: report.at,
          defaultRatio: this.#init.defaultRatio,
        }),
      ]),
    );
    this.#backends.set(service.host, { report, pools });
    return pools;
  }
}

/** A driver that reports no pools has one of its own name. What a pool does not say, its back end says. */
function poolReports(host: string, capabilities: Capabilities): { name: string; capabilities: Capabilities }[] {
  const { pools, ...backend } = capabilities;
  const shared = Object.fromEntries(
    ['volume_backend_name', 'storage_protocol', 'vendor_name', 'driver_version'].map((key) => [key, backend[key]]),
  );
  if (!Array.isArray(pools)) {
    const name =
      typeof backend.volume_backend_name === 'string' ? backend.volume_backend_name : (poolOf(host) ?? DEFAULT_POOL);
    return [{ name, capabilities: { ...backend, pool_name: name } }];
  }
  return (pools as Capabilities[]).map((pool) => ({
    name: String(pool.pool_name),
    capabilities: { ...shared, ...pool },
  }));
}

function describePool(pool: PoolState): PoolDescription {
  return {
    name: pool.id,
    capabilities: {
      ...pool.capabilities,
      total_capacity_gb: pool.total,
      free_capacity_gb: pool.free,
      allocated_capacity_gb: pool.allocated,
      provisioned_capacity_gb: pool.provisioned,
      timestamp: pool.reportedAt.toISOString().replace('Z', '000'),
    },
  };
}
