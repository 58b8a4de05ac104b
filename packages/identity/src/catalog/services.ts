// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import type { ListFilter } from '../common/list-filter.js';
import { Forbidden, notFound } from '../errors.js';
import { isForeignKeyViolation } from '@stackport/database';
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

  /** With its endpoints. Throws `NotFound`; `Forbidden` while limits are registered for it. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    try {
      await this.#repository.delete(id);
    } catch (error) {
      if (isForeignKeyViolation(error))
        throw new Forbidden(`Unable to delete service ${id} because limits are registered for it.`);
      throw error;
    }
    await this.#environment.changes.note();
  }
}
