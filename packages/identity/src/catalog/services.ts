// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import type { ListFilter } from '../common/list-filter.js';
import { notFound } from '../errors.js';
import { LimitRepository } from '../limits/limit-repository.js';
import type { Service, ServiceChanges } from './service.js';
import { ServiceRepository } from './service-repository.js';

/** The services that the catalog lists. */
export class Services {
  readonly #environment: Environment;
  readonly #repository: ServiceRepository;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#repository = new ServiceRepository(environment.database.client);
  }

  find(id: string): Promise<Service | undefined> {
    return this.#repository.find(id);
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<Service> {
    const service = await this.#repository.find(id);
    if (service === undefined) throw notFound('service', id);
    return service;
  }

  list(filter: ListFilter): Promise<Service[]> {
    return this.#repository.list({ type: filter.exact('type') });
  }

  async create({ type, enabled, extra }: ServiceChanges & { readonly type: string }): Promise<Service> {
    const service: Service = { id: newId(), type, enabled: enabled ?? true, extra: { name: '', ...extra } };
    await this.#repository.create(service);
    await this.#environment.changes.note();
    return service;
  }

  /** Throws `NotFound`. */
  async update(id: string, { type, enabled, extra }: ServiceChanges): Promise<Service> {
    const before = await this.get(id);
    const service: Service = {
      id,
      type: type ?? before.type,
      enabled: enabled ?? before.enabled,
      extra: { ...before.extra, ...extra },
    };
    await this.#repository.update(service);
    await this.#environment.changes.note();
    return service;
  }

  /** With its endpoints, and the limits for what it has: upstream leaves these behind without a service. Throws `NotFound`. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.#environment.database.transaction(async (tx) => {
      await new LimitRepository(tx).deleteOfService(id);
      await new ServiceRepository(tx).delete(id);
    });
    await this.#environment.changes.note();
  }
}
