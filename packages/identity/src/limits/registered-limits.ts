// SPDX-License-Identifier: Apache-2.0
import { isForeignKeyViolation } from '@stackport/database';
import type { Regions } from '../catalog/regions.js';
import type { Services } from '../catalog/services.js';
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import { Conflict, expected, Forbidden, registeredLimitNotFound } from '../errors.js';
import { LimitRepository, type LimitConditions } from './limit-repository.js';
import type { RegisteredLimit } from './limit.js';

export type RegisteredLimitChanges = Partial<Omit<RegisteredLimit, 'id'>>;
export type RegisteredLimitRequest = Omit<RegisteredLimit, 'id' | 'description' | 'regionId'> & RegisteredLimitChanges;

/** How much of a service's resources a project may use by default. */
export class RegisteredLimits {
  readonly #environment: Environment;
  readonly #repository: LimitRepository;
  readonly #services: Services;
  readonly #regions: Regions;

  constructor(environment: Environment, services: Services, regions: Regions) {
    this.#environment = environment;
    this.#repository = new LimitRepository(environment.database.client);
    this.#services = services;
    this.#regions = regions;
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<RegisteredLimit> {
    const limit = await this.#repository.findRegistered(id);
    if (limit === undefined) throw registeredLimitNotFound(id);
    return limit;
  }

  list(conditions: LimitConditions): Promise<RegisteredLimit[]> {
    return this.#repository.listRegistered(conditions);
  }

  /** All of them or none. Throws `ValidationError` for a service or region that does not exist, `Conflict`. */
  async create(requests: readonly RegisteredLimitRequest[]): Promise<RegisteredLimit[]> {
    for (const request of requests) await this.#assertReferences(request);
    const limits = requests.map((request) => ({
      ...request,
      id: newId(),
      regionId: request.regionId ?? null,
      description: request.description ?? null,
    }));
    await this.#environment.database.transaction(async (tx) => {
      const repository = new LimitRepository(tx);
      for (const limit of limits) {
        await assertUnique(repository, limit);
        await repository.createRegistered(limit);
      }
    });
    return limits;
  }

  /** Throws `NotFound`, `ValidationError`, `Conflict`; `Forbidden` while limits of projects go by it. */
  async update(id: string, changes: RegisteredLimitChanges): Promise<RegisteredLimit> {
    await this.#assertReferences(changes);
    const before = await this.get(id);
    if (await this.#repository.hasLimits(id)) throw inUse(id);
    const limit: RegisteredLimit = { ...before, ...changes };
    await this.#environment.database.transaction(async (tx) => {
      const repository = new LimitRepository(tx);
      await assertUnique(repository, limit);
      await repository.updateRegistered(limit);
    });
    return limit;
  }

  /** Throws `NotFound`; `Forbidden` while limits of projects go by it. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    try {
      await this.#repository.deleteRegistered(id);
    } catch (error) {
      if (isForeignKeyViolation(error)) throw inUse(id);
      throw error;
    }
  }

  async #assertReferences({ serviceId, regionId }: RegisteredLimitChanges): Promise<void> {
    if (serviceId !== undefined && (await this.#services.find(serviceId)) === undefined)
      throw expected('service_id', 'registered_limit');
    if (regionId != null && (await this.#regions.find(regionId)) === undefined)
      throw expected('region_id', 'registered_limit');
  }
}

async function assertUnique(
  repository: LimitRepository,
  { id, serviceId, regionId, resourceName }: RegisteredLimit,
): Promise<void> {
  const same = await repository.listRegistered({ serviceId, regionId, resourceName });
  if (same.some((other) => other.id !== id)) throw new Conflict('registered_limit', 'Duplicate entry');
}

const inUse = (id: string) =>
  new Forbidden(
    `Unable to update or delete registered limit ${id} because there are project limits associated with it.`,
  );
