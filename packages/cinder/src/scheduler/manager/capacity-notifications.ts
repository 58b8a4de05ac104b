// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { PoolState, virtualFree, type Capabilities } from '../pool-state.js';
import type { SchedulerDependencies } from './dependencies.js';

/** A pool without one of these is not told of. */
const REQUIRED = [
  'pool_name',
  'total_capacity_gb',
  'free_capacity_gb',
  'allocated_capacity_gb',
  'provisioned_capacity_gb',
  'thin_provisioning_support',
  'thick_provisioning_support',
  'max_over_subscription_ratio',
  'reserved_percentage',
] as const;

type Usage = Readonly<Record<'total' | 'free' | 'allocated' | 'provisioned' | 'virtual_free', number>>;

/** Tells what is free on back ends (`capacity.pool`, `capacity.backend`) where it changed since it was told last. */
export class CapacityNotifications {
  readonly #dependencies: SchedulerDependencies;
  readonly #told = new Map<string, readonly Capabilities[]>();

  constructor(dependencies: SchedulerDependencies) {
    this.#dependencies = dependencies;
  }

  /** @param backend - `host@backend`, or a cluster of that form */
  async notify(serviceName: string, backend: string, capabilities: Capabilities, at: Date): Promise<void> {
    if (serviceName !== 'volume') return;
    const pools = Array.isArray(capabilities.pools) ? (capabilities.pools as Capabilities[]) : [];
    if (!pools.every((pool) => REQUIRED.every((key) => key in pool))) return;
    const before = this.#told.get(backend) ?? [];
    const changed = pools.filter((pool) => {
      const old = before.find(({ pool_name: name }) => name === pool.pool_name);
      return old === undefined || REQUIRED.some((key) => old[key] !== pool[key]);
    });
    if (changed.length === 0) return;
    this.#told.set(backend, pools);
    const usages = new Map(pools.map((pool) => [pool, this.#usage(backend, pool, at)]));
    for (const pool of changed) {
      const usage = usages.get(pool);
      if (usage !== undefined) await this.#send('pool', `${backend}#${String(pool.pool_name)}`, usage, at);
    }
    const total = [...usages.values()].reduce<Usage>((sum, usage) => (usage === undefined ? sum : added(sum, usage)), {
      total: 0,
      free: 0,
      allocated: 0,
      provisioned: 0,
      virtual_free: 0,
    });
    await this.#send('backend', backend, total, at);
  }

  /** Undefined where the back end cannot tell. */
  #usage(backend: string, capabilities: Capabilities, at: Date): Usage | undefined {
    const pool = new PoolState({
      host: `${backend}#${String(capabilities.pool_name)}`,
      clusterName: null,
      capabilities,
      service: { host: backend, availabilityZone: null },
      reportedAt: at,
      defaultRatio: this.#dependencies.settings.max_over_subscription_ratio,
    });
    const { total, free, allocated, provisioned } = pool;
    if (typeof total !== 'number' || typeof free !== 'number') return undefined;
    return { total, free, allocated, provisioned, virtual_free: virtualFree(pool, pool.thinSupport) };
  }

  async #send(kind: 'pool' | 'backend', name: string, usage: Usage, at: Date): Promise<void> {
    const { notifications, logger } = this.#dependencies;
    const payload = { name_to_id: name, ...usage, reported_at: at.toISOString().replace('Z', '000') };
    try {
      await notifications.info(RequestContext.admin(), 'capacity', `capacity.${kind}`, payload);
    } catch (error) {
      logger.error(`Failed notifying on capacity.${kind}`, error);
    }
  }
}

function added(one: Usage, other: Usage): Usage {
  return {
    total: one.total + other.total,
    free: one.free + other.free,
    allocated: one.allocated + other.allocated,
    provisioned: one.provisioned + other.provisioned,
    virtual_free: one.virtual_free + other.virtual_free,
  };
}
