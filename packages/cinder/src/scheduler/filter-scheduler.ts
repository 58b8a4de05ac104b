// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { InvalidParameterValue } from '../errors/base.js';
import { NoValidBackend, SchedulerHostFilterNotFound, SchedulerHostWeigherNotFound } from '../errors/scheduler.js';
import { backendOf, poolOf } from '../rpc/addressing.js';
import type { PoolFilter } from './filters/pool-filter.js';
import type { HostManager } from './host-manager.js';
import type { PoolState } from './pool-state.js';
import type { RequestSpec, Retry, ScheduleRequest } from './schedule-request.js';
import { type PoolWeigher, weighPools } from './weighers/pool-weigher.js';

export interface FilterSchedulerInit {
  readonly hosts: HostManager;
  /** All that there are; the settings name those that count. */
  readonly filters: readonly PoolFilter[];
  readonly weighers: readonly PoolWeigher[];
  readonly settings: {
    readonly scheduler_default_filters: readonly string[];
    readonly scheduler_default_weighers: readonly string[];
    readonly scheduler_max_attempts: number;
  };
  readonly logger: Logger;
}

export type FilterProperties = Readonly<Record<string, unknown>>;

/** A pool that was chosen, and what the worker and a later attempt are told. */
export interface Placement {
  readonly pool: PoolState;
  readonly filterProperties: FilterProperties;
}

export interface PlacementOptions {
  /** GiB; that of the spec's volume where nothing is said. */
  readonly size?: number;
  readonly existsOn?: string;
  readonly context?: RequestContext;
}

/** What a group is placed by: its own spec, and one for each of its volume types. */
export interface GroupPlacement {
  readonly groupSpec: RequestSpec;
  readonly groupProperties: FilterProperties;
  readonly specs: readonly RequestSpec[];
  readonly properties: readonly FilterProperties[];
}

/** Chooses a pool: upstream's FilterScheduler. What it chooses it takes from the pool at once, so that two do not get the same room. */
export class FilterScheduler {
  readonly #init: FilterSchedulerInit;
  readonly #filters: readonly PoolFilter[];
  readonly #weighers: readonly PoolWeigher[];
  /** One choice at a time: the room is counted before the next one looks. */
  #turn: Promise<unknown> = Promise.resolve();

  /** Throws for a filter or a weigher that there is not, and for less than one attempt. */
  constructor(init: FilterSchedulerInit) {
    const { settings } = init;
    if (settings.scheduler_max_attempts < 1)
      throw new InvalidParameterValue("Invalid value for 'scheduler_max_attempts', must be >=1");
    this.#init = init;
    this.#filters = settings.scheduler_default_filters.map((name) => {
      const found = init.filters.find((filter) => filter.name === shortName(name));
      if (found === undefined) throw new SchedulerHostFilterNotFound(name);
      return found;
    });
    this.#weighers = settings.scheduler_default_weighers.map((name) => {
      const found = init.weighers.find((weigher) => weigher.name === shortName(name));
      if (found === undefined) throw new SchedulerHostWeigherNotFound(name);
      return found;
    });
  }

  /** The best pool for a new resource. Rejects with `NoValidBackend`. */
  place(spec: RequestSpec, properties: FilterProperties, options: PlacementOptions = {}): Promise<Placement> {
    return this.#inTurn(async () => {
      const retry = this.#retry(spec, properties);
      const request = requestOf(spec, properties, retry, options);
      const last = retry?.backends.at(-1);
      // What the last one was given and could not use.
      if (last !== undefined) this.#init.hosts.revert(last, request.size);
      const wanted = spec.resource_backend ?? undefined;
      const candidates = (await this.#candidates(request)).filter(
        ({ id }) => wanted === undefined || id === wanted || (poolOf(wanted) === undefined && backendOf(id) === wanted),
      );
      const [pool] = candidates;
      if (pool === undefined) throw new NoValidBackend('No weighed backends available');
      pool.consume(request.size);
      return { pool, filterProperties: chosen(properties, request, pool) };
    });
  }

  /** The pool of this name if it may take the resource. Rejects with `NoValidBackend`. @param backend - `host@backend[#pool]` */
  placeOn(
    backend: string,
    spec: RequestSpec,
    properties: FilterProperties,
    options: PlacementOptions = {},
  ): Promise<Placement> {
    return this.#inTurn(async () => {
      const request = requestOf(spec, properties, this.#retry(spec, properties), options);
      const pool = (await this.#candidates(request)).find(
        ({ id }) => id === backend || (poolOf(backend) === undefined && backendOf(id) === backend),
      );
      if (pool === undefined) {
        const [kind, id] = (['volume', 'group', 'snapshot'] as const)
          .map((name) => [name, spec[`${name}_id`]] as const)
          .find(([, value]) => typeof value === 'string') ?? ['volume', '??id missing??'];
        throw new NoValidBackend(`Cannot place ${kind} ${String(id)} on ${backend}.`);
      }
      return { pool, filterProperties: chosen(properties, request, pool) };
    });
  }

  /**
   * Where a volume may be with another type: where it is if that can be, elsewhere if it may move.
   * @param policy - `never` or `on-demand`
   */
  placeRetyped(current: string, spec: RequestSpec, properties: FilterProperties, policy: string): Promise<Placement> {
    return this.#inTurn(async () => {
      const request = requestOf(spec, properties, this.#retry(spec, properties), { existsOn: current });
      const candidates = await this.#candidates(request);
      const type = spec.volume_type?.name ?? spec.volume_type?.id ?? '';
      if (candidates.length === 0)
        throw new NoValidBackend(`No valid backends for volume ${spec.volume_id ?? ''} with type ${type}`);
      const pool =
        candidates.find(({ id }) => id === current || (poolOf(current) === undefined && backendOf(id) === current)) ??
        (policy === 'never' ? undefined : candidates[0]);
      if (pool === undefined)
        throw new NoValidBackend(
          `Current backend not valid for volume ${spec.volume_id ?? ''} with type ${type}, migration not allowed`,
        );
      if (pool.id !== current) pool.consume(request.size);
      return { pool, filterProperties: chosen(properties, request, pool) };
    });
  }

  /** The best pool of a back end that suits a group and each of its volume types. Rejects with `NoValidBackend`. */
  placeGroup({ groupSpec, groupProperties, specs, properties }: GroupPlacement): Promise<PoolState> {
    return this.#inTurn(async () => {
      const suiting = async (spec: RequestSpec, own: FilterProperties) =>
        this.#candidates(requestOf(spec, own, this.#retry(spec, own), {}));
      let pools: readonly PoolState[] | undefined;
      for (const [index, spec] of specs.entries()) {
        const found = await suiting(spec, properties[index] ?? {});
        pools = pools === undefined ? found : sameBackends(pools, found);
      }
      const [pool] = sameBackends(pools ?? [], await suiting(groupSpec, groupProperties));
      if (pool === undefined) throw new NoValidBackend('No weighed backends available');
      return pool;
    });
  }

  async #candidates(request: ScheduleRequest): Promise<readonly PoolState[]> {
    let pools = await this.#init.hosts.pools();
    for (const filter of this.#filters) {
      const passed = await Promise.all(pools.map(async (pool) => filter.passes(pool, request)));
      const left = pools.filter((_pool, index) => passed[index]);
      this.#init.logger.debug(`Filter ${filter.name} returned ${left.length} host(s)`);
      if (left.length === 0 && pools.length > 0)
        this.#init.logger.info(
          `Filter ${filter.name} left none of ${pools.length} for ${request.spec.volume_id ?? 'the request'}`,
        );
      pools = left;
    }
    return (await weighPools(pools, this.#weighers, request)).map(({ pool }) => pool);
  }

  /** Counts the attempt. Throws `NoValidBackend` for one too many. */
  #retry(spec: RequestSpec, properties: FilterProperties): Retry | undefined {
    const most = this.#init.settings.scheduler_max_attempts;
    if (most === 1) return undefined;
    const before = properties.retry as Retry | undefined;
    const retry: Retry =
      before === undefined || Object.keys(before).length === 0
        ? { num_attempts: 1, backends: [], hosts: [] }
        : { num_attempts: before.num_attempts + 1, backends: before.backends, hosts: before.hosts };
    const id = spec.volume_id ?? spec.group_id ?? '';
    const last = retry.backends.at(-1);
    if (before?.exc !== undefined && last !== undefined)
      this.#init.logger.error(`Error scheduling ${id} from last vol-service: ${last} : ${JSON.stringify(before.exc)}`);
    if (retry.num_attempts > most)
      throw new NoValidBackend(`Exceeded max scheduling attempts ${most} for resource ${id}`);
    return retry;
  }

  #inTurn<T>(choose: () => Promise<T>): Promise<T> {
    const choice = this.#turn.then(choose);
    this.#turn = choice.catch(() => undefined);
    return choice;
  }
}

/** Those whose back end is among the others'. */
function sameBackends(pools: readonly PoolState[], others: readonly PoolState[]): readonly PoolState[] {
  const backends = new Set(others.map(({ id }) => backendOf(id)));
  return pools.filter(({ id }) => backends.has(backendOf(id)));
}

/** Full dotted names are upstream's too. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function requestOf(
  spec: RequestSpec,
  properties: FilterProperties,
  retry: Retry | undefined,
  { size, existsOn, context }: PlacementOptions,
): ScheduleRequest {
  return {
    spec,
    size: size ?? Number(spec.volume_properties?.size ?? 0),
    extraSpecs: spec.volume_type?.extra_specs ?? {},
    hints: (properties.scheduler_hints ?? {}) as Record<string, unknown>,
    retry,
    existsOn,
    context,
  };
}

/** Upstream's populate_filter_properties and the entry of the chosen pool for a further attempt. */
function chosen(properties: FilterProperties, request: ScheduleRequest, pool: PoolState): FilterProperties {
  const volume = request.spec.volume_properties ?? {};
  const { retry } = request;
  return {
    ...properties,
    ...(retry === undefined
      ? {}
      : {
          retry: {
            num_attempts: retry.num_attempts,
            backends: [...retry.backends, pool.id],
            hosts: [...retry.hosts, pool.id],
          },
        }),
    size: volume.size ?? null,
    availability_zone: volume.availability_zone ?? null,
    user_id: volume.user_id ?? null,
    metadata: volume.metadata ?? null,
    qos_specs: volume.qos_specs ?? null,
  };
}
