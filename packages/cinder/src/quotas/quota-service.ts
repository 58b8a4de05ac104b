// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { Invalid, InvalidInput } from '../errors/base.js';
import type { QuotaLimits, QuotaState } from './quota-limits.js';
import type { QuotaRepository } from './quota-repository.js';

/** Limits that the API shows together; those of consistency groups it does not show. */
const SHOWN = ['volumes', 'groups'] as const;

export interface QuotaServiceDependencies {
  readonly limits: QuotaLimits;
  readonly repository: QuotaRepository;
  readonly enforcer: Enforcer;
}

/** What administrators and users see and set of quotas (cinder 21, api/contrib/quotas.py and quota_classes.py). */
export class QuotaService {
  readonly #dependencies: QuotaServiceDependencies;

  constructor(dependencies: QuotaServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Limits and usages of a project. Throws PolicyNotAuthorized. */
  async get(context: RequestContext, projectId: string): Promise<Map<string, QuotaState>> {
    await this.#authorize(context, 'volume_extension:quotas:show', projectId);
    return this.#states(projectId);
  }

  /** What holds for a project without limits of its own. Throws PolicyNotAuthorized. */
  async defaults(context: RequestContext, projectId: string): Promise<Map<string, number>> {
    await this.#authorize(context, 'volume_extension:quotas:show', projectId);
    const { limits } = this.#dependencies;
    return limits.defaultsOf(await limits.resources(...SHOWN));
  }

  /** The caller's own limits and usages, of volumes; an administrator's for any project. */
  async used(projectId: string): Promise<Map<string, QuotaState>> {
    const { limits } = this.#dependencies;
    return limits.states(projectId, await limits.resources('volumes'));
  }

  /** Throws PolicyNotAuthorized. */
  async authorizeUpdate(context: RequestContext, projectId: string): Promise<void> {
    await this.#authorize(context, 'volume_extension:quotas:update', projectId);
  }

  /**
   * Sets limits, all or none; -1 is no limit.
   * @throws Invalid where one is below what a project with a limit of its own uses, InvalidInput for unknown names
   */
  async update(projectId: string, values: ReadonlyMap<string, number>): Promise<Map<string, QuotaState>> {
    const { repository } = this.#dependencies;
    const [states, own] = await Promise.all([this.#states(projectId), repository.projectLimits(projectId)]);
    for (const [name, limit] of values) {
      if (name === 'per_volume_gigabytes' || limit === -1) continue;
      // Upstream compares with usages of those that had a limit of the project's own before.
      const state = own.has(name) ? states.get(name) : undefined;
      const used = (state?.inUse ?? 0) + (state?.reserved ?? 0);
      if (limit < used)
        throw new Invalid(
          `Quota ${name} limit must be equal or greater than existing resources. Current usage is ${used} and the requested limit is ${limit}.`,
        );
    }
    await repository.updateProjectLimits(projectId, values);
    return this.#states(projectId);
  }

  /** Takes a project's own limits away. Throws PolicyNotAuthorized. */
  async delete(context: RequestContext, projectId: string): Promise<void> {
    await this.#authorize(context, 'volume_extension:quotas:delete', projectId);
    await this.#dependencies.repository.deleteProjectLimits(projectId);
  }

  /** The limits of a class. */
  async getClass(className: string): Promise<Map<string, number>> {
    const { limits } = this.#dependencies;
    return limits.ofClass(className, await limits.resources(...SHOWN));
  }

  /** Sets limits of a class, all or none. */
  async updateClass(className: string, values: ReadonlyMap<string, number>): Promise<Map<string, number>> {
    await this.#dependencies.repository.updateClassLimits(className, values);
    return this.getClass(className);
  }

  /** Throws InvalidInput for names that are no resources. @param what - as the error names it */
  async checkNames(names: readonly string[], what: 'quota set' | 'quota class set'): Promise<void> {
    const known = new Set((await this.#dependencies.limits.resources(...SHOWN)).map(({ name }) => name));
    const bad = names.filter((name) => !known.has(name));
    if (bad.length > 0) throw new InvalidInput(`Bad key(s) in ${what}: ${bad.join(', ')}`);
  }

  async #states(projectId: string): Promise<Map<string, QuotaState>> {
    const { limits } = this.#dependencies;
    return limits.states(projectId, await limits.resources(...SHOWN));
  }

  async #authorize(context: RequestContext, rule: string, projectId: string): Promise<void> {
    await this.#dependencies.enforcer.authorizeAsync(rule, { project_id: projectId }, context);
  }
}
