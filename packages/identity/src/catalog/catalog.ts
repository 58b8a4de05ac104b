// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../common/group-by.js';
import type { Environment } from '../common/environment.js';
import type { JsonObject } from '../common/fields.js';
import type { EndpointFilter } from '../endpoint-filter/endpoint-filter.js';
import { defaultOptions, endpointFilterOptions } from '../options.js';
import type { Endpoint } from './endpoint.js';
import { EndpointRepository } from './endpoint-repository.js';
import { formatEndpointUrl, type UrlContext } from './endpoint-url.js';
import type { Service } from './service.js';
import { ServiceRepository } from './service-repository.js';

/** A service as the v3 catalog has it. */
export interface CatalogEntry {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly endpoints: readonly CatalogEndpoint[];
}

export type CatalogEndpoint = JsonObject & {
  readonly id: string;
  readonly interface: string;
  readonly region: string | null;
  readonly region_id: string | null;
  readonly url: string;
};

/** Services and endpoints as a token shows them. */
export class Catalog {
  readonly #environment: Environment;
  readonly #services: ServiceRepository;
  readonly #endpoints: EndpointRepository;
  readonly #filter: EndpointFilter;

  constructor(environment: Environment, filter: EndpointFilter) {
    this.#environment = environment;
    this.#services = new ServiceRepository(environment.database.client);
    this.#endpoints = new EndpointRepository(environment.database.client);
    this.#filter = filter;
  }

  /** What is enabled, in so far as the project sees it; two queries, and those of a filter where the project has one. */
  async for(context: Omit<UrlContext, 'publicEndpoint'>): Promise<CatalogEntry[]> {
    const [services, endpoints, visible] = await Promise.all([
      this.#services.list({ enabled: true }),
      this.#endpoints.list({ enabled: true }),
      context.projectId === undefined ? [] : this.#filter.endpointsOfProject(context.projectId),
    ]);
    const { return_all_endpoints_if_no_filter: unfiltered } =
      this.#environment.configuration.get(endpointFilterOptions);
    if (visible.length === 0 && !unfiltered) return [];
    const { public_endpoint: publicEndpoint } = this.#environment.configuration.get(defaultOptions);
    const ids = visible.length === 0 ? undefined : new Set(visible.map(({ id }) => id));
    const shown = groupBy(
      ids === undefined ? endpoints : endpoints.filter(({ id }) => ids.has(id)),
      ({ serviceId }) => serviceId,
    );
    const entries = services.map((service) =>
      toEntry(service, shown.get(service.id) ?? [], { ...context, publicEndpoint }),
    );
    return ids === undefined ? entries : entries.filter((entry) => entry.endpoints.length > 0);
  }
}

function toEntry({ id, type, extra }: Service, endpoints: readonly Endpoint[], context: UrlContext): CatalogEntry {
  const { name } = extra;
  return {
    endpoints: endpoints.flatMap((endpoint) => {
      const url = formatEndpointUrl(endpoint.url, context);
      if (url === undefined) return [];
      const { regionId } = endpoint;
      return [
        {
          ...endpoint.extra,
          id: endpoint.id,
          interface: endpoint.interface,
          region_id: regionId,
          url,
          region: regionId,
        },
      ];
    }),
    id,
    type,
    name: typeof name === 'string' ? name : '',
  };
}
