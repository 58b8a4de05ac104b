// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import type { ListFilter } from '../common/list-filter.js';
import { expected, notFound } from '../errors.js';
import { assertEndpointUrl } from './endpoint-url.js';
import type { Endpoint, EndpointChanges, EndpointInterface } from './endpoint.js';
import { EndpointRepository } from './endpoint-repository.js';
import type { Regions } from './regions.js';
import type { Services } from './services.js';

/** Where the services are. */
export class Endpoints {
  readonly #environment: Environment;
  readonly #repository: EndpointRepository;
  readonly #regions: Regions;
  readonly #services: Services;

  constructor(environment: Environment, regions: Regions, services: Services) {
    this.#environment = environment;
    this.#repository = new EndpointRepository(environment.database.client);
    this.#regions = regions;
    this.#services = services;
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<Endpoint> {
    const endpoint = await this.#repository.find(id);
    if (endpoint === undefined) throw notFound('endpoint', id);
    return endpoint;
  }

  async list(filter: ListFilter): Promise<Endpoint[]> {
    const wanted = filter.exact('interface');
    if (wanted !== undefined && !isInterface(wanted)) return [];
    return this.#repository.list({
      interface: wanted,
      serviceId: filter.exact('service_id'),
      regionId: filter.exact('region_id'),
    });
  }

  listByIds(ids: readonly string[]): Promise<Endpoint[]> {
    return this.#repository.list({ ids });
  }

  listAll(): Promise<Endpoint[]> {
    return this.#repository.list({});
  }

  /** Throws `ValidationError` for a service or region that does not exist, and for a URL that cannot be filled in. */
  async create(
    given: EndpointChanges & {
      readonly interface: EndpointInterface;
      readonly serviceId: string;
      readonly url: string;
    },
  ): Promise<Endpoint> {
    assertEndpointUrl(given.url);
    await this.#assertReferences(given);
    const endpoint: Endpoint = {
      id: newId(),
      interface: given.interface,
      regionId: given.regionId ?? null,
      serviceId: given.serviceId,
      url: given.url,
      enabled: given.enabled ?? true,
      extra: given.extra,
    };
    await this.#repository.create(endpoint);
    await this.#environment.changes.note();
    return endpoint;
  }

  /** Throws `NotFound`, `ValidationError`. */
  async update(id: string, changes: EndpointChanges): Promise<Endpoint> {
    if (changes.url !== undefined) assertEndpointUrl(changes.url);
    await this.#assertReferences(changes);
    const before = await this.get(id);
    const endpoint: Endpoint = {
      id,
      interface: changes.interface ?? before.interface,
      regionId: changes.regionId === undefined ? before.regionId : changes.regionId,
      serviceId: changes.serviceId ?? before.serviceId,
      url: changes.url ?? before.url,
      enabled: changes.enabled ?? before.enabled,
      extra: { ...before.extra, ...changes.extra },
    };
    await this.#repository.update(endpoint);
    await this.#environment.changes.note();
    return endpoint;
  }

  /** Throws `NotFound`. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.#repository.delete(id);
    await this.#environment.changes.note();
  }

  async #assertReferences({ regionId, serviceId }: EndpointChanges): Promise<void> {
    if (regionId != null && (await this.#regions.find(regionId)) === undefined)
      throw expected('endpoint region_id', 'region table');
    if (serviceId !== undefined && (await this.#services.find(serviceId)) === undefined)
      throw expected('endpoint service_id', 'service table');
  }
}

const isInterface = (value: string): value is EndpointInterface => ['public', 'internal', 'admin'].includes(value);
