// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import { Conflict, expected, Forbidden, limitNotFound } from '../errors.js';
import { unifiedLimitOptions } from '../options.js';
import type { Projects } from '../projects/projects.js';
import { assertTwoLevels } from './two-level-model.js';
import { LimitRepository, type LimitConditions } from './limit-repository.js';
import type { Limit } from './limit.js';

export type LimitRequest = Pick<Limit, 'serviceId' | 'resourceName' | 'resourceLimit'> &
  Partial<Pick<Limit, 'projectId' | 'domainId' | 'regionId' | 'description'>>;

const MODELS = {
  flat: 'Limit enforcement and validation does not take project hierarchy into consideration.',
  strict_two_level: 'This model requires project hierarchy never exceeds a depth of two',
} as const;

/** How much of a service's resources single projects and domains may use. */
export class Limits {
  readonly #environment: Environment;
  readonly #repository: LimitRepository;
  readonly #projects: Projects;

  constructor(environment: Environment, projects: Projects) {
    this.#environment = environment;
    this.#repository = new LimitRepository(environment.database.client);
    this.#projects = projects;
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<Limit> {
    const limit = await this.#repository.find(id);
    if (limit === undefined) throw limitNotFound(id);
    return limit;
  }

  list(
    conditions: LimitConditions & { projectId?: string | undefined; domainId?: string | undefined },
  ): Promise<Limit[]> {
    return this.#repository.list(conditions);
  }

  /** All of them or none. Throws `ValidationError`, `Conflict`; `Forbidden` where nothing is registered, or against the model. */
  async create(requests: readonly LimitRequest[]): Promise<Limit[]> {
    const limits: Limit[] = [];
    for (const request of requests) limits.push(await this.#toLimit(request));
    await this.#assertModel(limits);
    await this.#environment.database.transaction(async (tx) => {
      const repository = new LimitRepository(tx);
      for (const limit of limits) {
        const { serviceId, regionId, resourceName, projectId, domainId } = limit;
        const [registered] = await repository.listRegistered({ serviceId, regionId, resourceName });
        if (registered === undefined)
          throw new Forbidden('Unable to create a limit that has no corresponding registered limit.');
        const owner = projectId === null ? { domainId: domainId ?? '' } : { projectId };
        if ((await repository.list({ registeredLimitId: registered.id, ...owner })).length > 0)
          throw new Conflict('limit', 'Duplicate entry');
        await repository.create(limit, registered.id);
      }
    });
    return limits;
  }

  /** Throws `NotFound`, `Forbidden` against the model. */
  async update(id: string, changes: Partial<Pick<Limit, 'resourceLimit' | 'description'>>): Promise<Limit> {
    const before = await this.get(id);
    const limit: Limit = {
      ...before,
      resourceLimit: changes.resourceLimit ?? before.resourceLimit,
      description: changes.description ?? before.description,
    };
    await this.#assertModel([limit]);
    await this.#repository.update(limit);
    return limit;
  }

  /** Throws `NotFound`. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.#repository.delete(id);
  }

  /** How limits of a project tree go together. */
  get model(): { readonly name: string; readonly description: string } {
    const { enforcement_model: name } = this.#environment.configuration.get(unifiedLimitOptions);
    return { name, description: MODELS[name] };
  }

  async #toLimit({ projectId, domainId, regionId, description, ...request }: LimitRequest): Promise<Limit> {
    const limit = { id: newId(), ...request, regionId: regionId ?? null, description: description ?? null };
    const owner = await this.#projects.find(projectId ?? domainId ?? '');
    if (owner === undefined || (projectId == null && !owner.isDomain))
      throw expected(projectId == null ? 'domain_id' : 'project_id', 'limit');
    return owner.isDomain
      ? { ...limit, projectId: null, domainId: owner.id }
      : { ...limit, projectId: owner.id, domainId: null };
  }

  async #assertModel(limits: readonly Limit[]): Promise<void> {
    if (this.model.name === 'strict_two_level') await assertTwoLevels(limits, this.#repository, this.#projects);
  }
}
