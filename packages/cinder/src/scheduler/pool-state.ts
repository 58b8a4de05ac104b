// SPDX-License-Identifier: Apache-2.0

/** GiB, or what a back end says that cannot tell. */
export type Capacity = number | 'infinite' | 'unknown';

/** What a back end reports of a pool, with what it says of itself where the pool says nothing. */
export type Capabilities = Readonly<Record<string, unknown>>;

/** What of a service's row the filters look at. */
export interface PoolService {
  readonly host: string;
  readonly availabilityZone: string | null;
}

/** Over-subscription that `auto` begins with, before anything is provisioned. */
const FIRST_AUTO_RATIO = 20;

/** A pool as the scheduler knows it: what was reported last, less what was given away since. */
export class PoolState {
  /** `host@backend#pool` */
  readonly host: string;
  /** `cluster@backend#pool`; null for a back end without a cluster. */
  readonly clusterName: string | null;
  readonly capabilities: Capabilities;
  readonly service: PoolService;
  /** When it was reported. */
  readonly reportedAt: Date;
  readonly total: Capacity;
  /** In GiB as all of these. */
  free: Capacity;
  allocated: number;
  provisioned: number;
  readonly thinSupport: boolean;
  readonly reservedPercentage: number;
  readonly maxOverSubscriptionRatio: number;

  constructor(init: {
    readonly host: string;
    readonly clusterName: string | null;
    readonly capabilities: Capabilities;
    readonly service: PoolService;
    readonly reportedAt: Date;
    /** `max_over_subscription_ratio` */
    readonly defaultRatio: string;
  }) {
    this.host = init.host;
    this.clusterName = init.clusterName;
    this.capabilities = init.capabilities;
    this.service = init.service;
    this.reportedAt = init.reportedAt;
    this.total = capacityOf(init.capabilities.total_capacity_gb);
    this.free = capacityOf(init.capabilities.free_capacity_gb);
    this.allocated = numberOf(init.capabilities.allocated_capacity_gb, 0);
    this.provisioned = numberOf(init.capabilities.provisioned_capacity_gb, this.allocated);
    this.thinSupport = isTrue(init.capabilities.thin_provisioning_support);
    this.reservedPercentage = numberOf(init.capabilities.reserved_percentage, 0);
    this.maxOverSubscriptionRatio = this.#ratio(init.defaultRatio);
  }

  /** What messages and rows name it by. */
  get id(): string {
    return this.clusterName ?? this.host;
  }

  /** Takes so many GiB away until the next report (upstream's consume_from_volume); below 0 gives them back. */
  consume(size: number): void {
    this.allocated += size;
    this.provisioned += size;
    if (typeof this.free === 'number') this.free -= size;
  }

  /** Upstream's calculate_max_over_subscription_ratio. */
  #ratio(otherwise: string): number {
    if (!this.thinSupport || typeof this.total !== 'number' || typeof this.free !== 'number') return 1;
    const given = this.capabilities.max_over_subscription_ratio;
    const ratio = typeof given === 'number' || (typeof given === 'string' && given !== '') ? given : otherwise;
    if (ratio !== 'auto') return Number(ratio);
    return this.provisioned === 0 ? FIRST_AUTO_RATIO : 1 + this.provisioned / (this.total - this.free + 1);
  }
}

/**
 * GiB that can still be promised in a pool (upstream's calculate_virtual_free_capacity).
 * @param thin - whether what is asked for is thin
 */
export function virtualFree(pool: PoolState, thin: boolean): number {
  const { total, free } = pool;
  if (typeof total !== 'number' || typeof free !== 'number') return Infinity;
  const reserved = Math.floor((total * pool.reservedPercentage) / 100);
  if (thin && pool.thinSupport) return (total - reserved) * pool.maxOverSubscriptionRatio - pool.provisioned;
  return Math.floor(free - reserved);
}

/** GiB that may be used at all. */
export function availableTotal(pool: PoolState): number {
  return typeof pool.total === 'number'
    ? pool.total - Math.floor((pool.total * pool.reservedPercentage) / 100)
    : Infinity;
}

function capacityOf(value: unknown): Capacity {
  if (value === 'infinite' || value === 'unknown') return value;
  return numberOf(value, 0);
}

function numberOf(value: unknown, otherwise: number): number {
  if (value === undefined || value === null || value === '') return otherwise;
  const number = Number(value);
  return Number.isFinite(number) ? number : otherwise;
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(true|1|yes|on)$/i.test(value));
}
