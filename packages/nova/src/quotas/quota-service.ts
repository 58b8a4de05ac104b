// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { NovaContext } from '../context.js';
import { QuotaLimitOutOfBounds } from '../errors/quotas.js';
import type { QuotaRepository, StoredLimits } from './quota-repository.js';
import { type Limits, ofResources, type QuotaResource, UNLIMITED } from './quota-resources.js';
import type { UsageCounter } from './usage-counter.js';

export interface QuotaServiceInit {
  readonly quotas: QuotaRepository;
  readonly usages: UsageCounter;
  /** Of `[quota]`. */
  readonly configured: Limits;
  /** False under `nova.quota.NoopQuotaDriver`: nothing is limited. */
  readonly isLimited: boolean;
}

export type Usages = Readonly<Partial<Record<QuotaResource, number>>>;

/** Limits that may be set: at least what is used, at most what is left; -1 for no bound. */
export interface SettableRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** Name of the class whose limits stand in the place of those of the configuration. */
const DEFAULT_CLASS = 'default';

/** What projects and users may have (nova 26, quota.py). */
export class QuotaService {
  readonly #init: QuotaServiceInit;

  constructor(init: QuotaServiceInit) {
    this.#init = init;
  }

  /** Limits where nobody has said anything for a project. */
  async defaults(): Promise<Limits> {
    return this.#limits(() => this.#classOrConfigured(DEFAULT_CLASS));
  }

  /** Limits of a class; where it has none, the configuration's. */
  async ofClass(name: string): Promise<Limits> {
    return this.#limits(() => this.#classOrConfigured(name));
  }

  /** Limits of a project, or of a user in it. */
  async limits(context: RequestContext, projectId: string, userId?: string): Promise<Limits> {
    return this.#limits(async () => {
      const { quotas } = this.#init;
      const className =
        context instanceof NovaContext && context.projectId === projectId ? context.quotaClass : undefined;
      const ofClass: StoredLimits = className === undefined ? {} : await quotas.ofClass(className);
      const ofUser: StoredLimits = userId === undefined ? {} : await quotas.ofUser(projectId, userId);
      const defaults = await this.#classOrConfigured(DEFAULT_CLASS);
      return merged(defaults, ofClass, await quotas.ofProject(projectId), ofUser);
    });
  }

  /** What a project, or a user in it, has of what is counted. Key pairs and members of groups are always 0 here, as upstream. */
  async usages(projectId: string, userId?: string): Promise<Readonly<Record<QuotaResource, number>>> {
    if (!this.#init.isLimited) return ofResources(() => UNLIMITED);
    const servers = await this.#init.usages.servers(projectId, userId);
    const serverGroups = await this.#init.usages.serverGroups(projectId, userId);
    return { ...ofResources(() => 0), ...servers, server_groups: serverGroups };
  }

  /**
   * Sets limits of a project, or of a user in it.
   * @param limits - by resource
   * @param isForced - whatever is used and whatever other users have
   * @throws QuotaLimitOutOfBounds
   */
  async update(
    context: RequestContext,
    target: { readonly projectId: string; readonly userId?: string | undefined },
    limits: ReadonlyMap<QuotaResource, number>,
    isForced: boolean,
  ): Promise<void> {
    const { projectId, userId } = target;
    const { quotas } = this.#init;
    if (!isForced && limits.size > 0) {
      const ranges = await this.settable(context, projectId, userId);
      for (const [resource, limit] of limits) checkRange(resource, limit, ranges[resource]);
    }
    for (const [resource, limit] of limits) {
      if (userId === undefined) await quotas.setOfProject(projectId, resource, limit);
      else await quotas.setOfUser(projectId, userId, resource, limit);
    }
  }

  /** Sets limits of a class. */
  async updateClass(name: string, limits: ReadonlyMap<QuotaResource, number>): Promise<void> {
    for (const [resource, limit] of limits) await this.#init.quotas.setOfClass(name, resource, limit);
  }

  /** Forgets what was set for a project with its users, or for one user. */
  async delete(projectId: string, userId?: string): Promise<void> {
    await (userId === undefined
      ? this.#init.quotas.deleteOfProject(projectId)
      : this.#init.quotas.deleteOfUser(projectId, userId));
  }

  /** What may be set. */
  async settable(
    context: RequestContext,
    projectId: string,
    userId?: string,
  ): Promise<Readonly<Record<QuotaResource, SettableRange>>> {
    if (!this.#init.isLimited) return ofResources(() => ({ minimum: 0, maximum: UNLIMITED }));
    const ofProject = await this.limits(context, projectId);
    const ofUsers = await this.#init.quotas.sumOfUsers(projectId);
    const used = await this.usages(projectId, userId);
    const left = (resource: QuotaResource): number => ofProject[resource] - (ofUsers[resource] ?? 0);
    if (userId !== undefined) {
      const ofUser = await this.#init.quotas.ofUser(projectId, userId);
      return ofResources((resource) => ({
        minimum: used[resource],
        maximum: sum(left(resource), ofUser[resource] ?? 0),
      }));
    }
    return ofResources((resource) => ({
      minimum: Math.max(difference(ofProject[resource], left(resource)), used[resource]),
      maximum: UNLIMITED,
    }));
  }

  /**
   * The resources of which there would be too many: for a project, for a user in it, or both.
   * @param project - how many the project would have
   * @param user - how many the user would have
   */
  async overs(
    context: RequestContext,
    { project = {}, user = {} }: { readonly project?: Usages; readonly user?: Usages },
    { projectId = context.projectId ?? '', userId = context.userId ?? '' } = {},
  ): Promise<readonly QuotaResource[]> {
    const ofProject = await this.limits(context, projectId);
    const ofUser = await this.limits(context, projectId, userId);
    const isOver = (limit: number, value: number | undefined): boolean =>
      value !== undefined && limit >= 0 && limit < value;
    const names = [...new Set([...Object.keys(project), ...Object.keys(user)])] as QuotaResource[];
    return names
      .filter((resource) => {
        const [whole, own] = [project[resource], user[resource]];
        if (whole !== undefined && own !== undefined)
          return isOver(ofProject[resource], whole) || isOver(ofUser[resource], own);
        // What is counted for one of them only has to pass the smaller of both limits.
        return isOver(Math.min(ofProject[resource], ofUser[resource]), whole ?? own);
      })
      .sort();
  }

  async #limits(read: () => Promise<Limits>): Promise<Limits> {
    return this.#init.isLimited ? read() : ofResources(() => UNLIMITED);
  }

  async #classOrConfigured(name: string): Promise<Limits> {
    return merged(this.#init.configured, await this.#init.quotas.ofClass(name));
  }
}

function merged(limits: Limits, ...others: readonly StoredLimits[]): Limits {
  return ofResources((resource) => others.reduce((value, other) => other[resource] ?? value, limits[resource]));
}

function sum(a: number, b: number): number {
  return a <= UNLIMITED || b <= UNLIMITED ? UNLIMITED : a + b;
}

function difference(a: number, b: number): number {
  return a <= UNLIMITED || b <= UNLIMITED ? UNLIMITED : a - b;
}

function checkRange(resource: QuotaResource, limit: number, { minimum, maximum }: SettableRange): void {
  const bound = (value: number): number => (value === UNLIMITED ? Infinity : value);
  if (bound(limit) < bound(minimum))
    throw new QuotaLimitOutOfBounds(
      `Quota limit ${limit} for ${resource} must be greater than or equal to already used and reserved ${minimum}.`,
    );
  if (bound(limit) > bound(maximum))
    throw new QuotaLimitOutOfBounds(`Quota limit ${limit} for ${resource} must be less than or equal to ${maximum}.`);
}
