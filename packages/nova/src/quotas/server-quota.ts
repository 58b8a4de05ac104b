// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { TooManyInstances } from '../errors/quotas.js';
import type { FlavorValues } from '../instances/instance.js';
import type { QuotaService } from './quota-service.js';
import type { ServerUsage, UsageCounter } from './usage-counter.js';

/** In the order in which upstream names those that are over. */
const RESOURCES = ['cores', 'instances', 'ram'] as const;

type Amounts = Readonly<Record<(typeof RESOURCES)[number], number>>;

/** How many servers of a flavor a project may have beside what it has (nova 26, check_num_instances_quota). */
export class ServerQuota {
  readonly #quotas: Pick<QuotaService, 'limits'>;
  readonly #usages: Pick<UsageCounter, 'servers'>;

  constructor(quotas: Pick<QuotaService, 'limits'>, usages: Pick<UsageCounter, 'servers'>) {
    this.#quotas = quotas;
    this.#usages = usages;
  }

  /**
   * @returns how many of the wanted ones may be made: at least `minimum`
   * @throws TooManyInstances where that is too many
   */
  async allow(
    context: RequestContext,
    flavor: Pick<FlavorValues, 'vcpus' | 'memory_mb'>,
    { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  ): Promise<number> {
    const { limits, used } = await this.#look(context);
    const left = (resource: (typeof RESOURCES)[number]): number =>
      limits[resource] < 0 ? Infinity : limits[resource] - used[resource];
    const per: Amounts = { instances: 1, cores: flavor.vcpus, ram: flavor.memory_mb };
    const allowed = Math.min(
      maximum,
      ...RESOURCES.filter((resource) => per[resource] > 0).map((resource) =>
        Math.floor(left(resource) / per[resource]),
      ),
    );
    if (allowed >= minimum && allowed > 0) return allowed;
    const overs = RESOURCES.filter((resource) => left(resource) < maximum * per[resource]);
    const wanted = minimum === maximum ? String(minimum) : `${minimum}-${maximum}`;
    throw tooMany(overs, limits, used, {
      instances: wanted,
      cores: String(maximum * flavor.vcpus),
      ram: String(maximum * flavor.memory_mb),
    });
  }

  /** Looks once more, when servers are written that were asked for at the same time as others. Throws `TooManyInstances`. */
  async recheck(
    context: RequestContext,
    flavor: Pick<FlavorValues, 'vcpus' | 'memory_mb'>,
    requested: number,
  ): Promise<void> {
    const { limits, used } = await this.#look(context);
    const overs = RESOURCES.filter((resource) => limits[resource] >= 0 && used[resource] > limits[resource]);
    if (overs.length > 0)
      throw tooMany(overs, limits, used, {
        instances: String(requested),
        cores: String(requested * flavor.vcpus),
        ram: String(requested * flavor.memory_mb),
      });
  }

  /** The tighter of the project's and the user's, where the user has limits of its own. */
  async #look(context: RequestContext): Promise<{ readonly limits: Amounts; readonly used: ServerUsage }> {
    const projectId = context.projectId ?? '';
    const ofProject = await this.#quotas.limits(context, projectId);
    const ofUser = await this.#quotas.limits(context, projectId, context.userId);
    const used = await this.#usages.servers(projectId);
    const isOwn = RESOURCES.some((resource) => ofUser[resource] !== ofProject[resource]);
    if (!isOwn) return { limits: ofProject, used };
    const own = await this.#usages.servers(projectId, context.userId);
    // One number for both: what the user has more than others leave is the project's.
    const tighter = (resource: (typeof RESOURCES)[number]): readonly [number, number] => {
      const room = (limit: number, amount: number): number => (limit < 0 ? Infinity : limit - amount);
      return room(ofUser[resource], own[resource]) < room(ofProject[resource], used[resource])
        ? [ofUser[resource], own[resource]]
        : [ofProject[resource], used[resource]];
    };
    const pairs = RESOURCES.map((resource) => [resource, tighter(resource)] as const);
    return {
      limits: Object.fromEntries(pairs.map(([resource, [limit]]) => [resource, limit])) as Amounts,
      used: Object.fromEntries(pairs.map(([resource, [, amount]]) => [resource, amount])) as Amounts,
    };
  }
}

function tooMany(
  overs: readonly (keyof Amounts)[],
  limits: Amounts,
  used: Amounts,
  requested: Readonly<Record<keyof Amounts, string>>,
): TooManyInstances {
  const joined = (part: (resource: keyof Amounts) => string | number): string => overs.map(part).join(', ');
  return new TooManyInstances({
    overs: joined((resource) => resource),
    requested: joined((resource) => requested[resource]),
    used: joined((resource) => used[resource]),
    allowed: joined((resource) => limits[resource]),
  });
}
