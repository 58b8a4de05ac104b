// SPDX-License-Identifier: Apache-2.0
import { EndpointNotFound } from './errors.js';
import type { CatalogService } from './validated-token.js';

/** What to look for. Of several interfaces the first that the catalog has is taken: keystoneauth's valid_interfaces. */
export interface EndpointFilter {
  readonly serviceType: string;
  readonly serviceName?: string | undefined;
  /** `public`, `internal`, `admin`, or the old `publicURL` …; public by default. */
  readonly interfaces?: readonly string[] | undefined;
  readonly region?: string | undefined;
}

/** A service of the v2 catalog, the form of X-Service-Catalog: one endpoint per region, a URL per interface. */
export interface LegacyCatalogService {
  readonly type: string;
  readonly name?: string;
  readonly endpoints: readonly Readonly<Record<string, string>>[];
}

interface Endpoint {
  readonly interface: string;
  readonly region: string | undefined;
  readonly url: string;
}

interface Service {
  readonly type: string;
  readonly name: string | undefined;
  readonly endpoints: readonly Endpoint[];
}

/** Types that mean the same API (os-service-types), for catalogs that name only one of them. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  'block-storage': ['volumev3', 'block-store'],
  volumev3: ['block-storage'],
};

/** The services that a token's catalog lists, v3 or v2 form. */
export class ServiceCatalog {
  readonly #services: readonly Service[];

  /** @param catalog - of a token, or of X-Service-Catalog; entries of neither form are left out. */
  constructor(catalog: readonly unknown[] = []) {
    this.#services = catalog.flatMap((entry) => readService(entry));
  }

  /** URL of the first endpoint that fits; undefined where there is none. */
  findUrl(filter: EndpointFilter): string | undefined {
    for (const type of [filter.serviceType, ...(ALIASES[filter.serviceType] ?? [])]) {
      const services = this.#services.filter(
        (service) => service.type === type && (filter.serviceName === undefined || service.name === filter.serviceName),
      );
      for (const wanted of filter.interfaces ?? ['public']) {
        const name = plainInterface(wanted);
        for (const service of services)
          for (const endpoint of service.endpoints)
            if (endpoint.interface === name && (filter.region === undefined || endpoint.region === filter.region))
              return endpoint.url;
      }
    }
    return undefined;
  }

  /** As `findUrl`. Throws `EndpointNotFound` where there is none. */
  urlFor(filter: EndpointFilter): string {
    const url = this.findUrl(filter);
    if (url !== undefined) return url;
    const name = filter.serviceName === undefined ? '' : ` named ${filter.serviceName}`;
    const region = filter.region === undefined ? '' : ` in ${filter.region} region`;
    const interfaces = (filter.interfaces ?? ['public']).map(plainInterface).join(', ');
    throw new EndpointNotFound(`${interfaces} endpoint for ${filter.serviceType} service${name}${region} not found`);
  }
}

/** The v2 form of a v3 catalog, as keystonemiddleware puts it into X-Service-Catalog. */
export function legacyCatalog(catalog: readonly CatalogService[]): readonly LegacyCatalogService[] {
  return catalog.map((service) => {
    const regions = new Map<string, Record<string, string>>();
    for (const endpoint of service.endpoints) {
      const name = endpoint.region ?? '';
      let region = regions.get(name);
      if (region === undefined) regions.set(name, (region = name === '' ? {} : { region: name }));
      region[`${endpoint.interface.toLowerCase()}URL`] = endpoint.url;
    }
    const name = service.name === undefined ? {} : { name: service.name };
    return { type: service.type, ...name, endpoints: [...regions.values()] };
  });
}

/** `publicURL` → `public` */
function plainInterface(name: string): string {
  return name.replace(/URL$/, '');
}

function readService(entry: unknown): readonly Service[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { type, name, endpoints } = entry as { type?: unknown; name?: unknown; endpoints?: unknown };
  if (typeof type !== 'string') return [];
  const list = Array.isArray(endpoints) ? (endpoints as readonly unknown[]) : [];
  return [{ type, name: typeof name === 'string' ? name : undefined, endpoints: list.flatMap(readEndpoint) }];
}

function readEndpoint(value: unknown): readonly Endpoint[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Readonly<Record<string, unknown>>;
  const region = [fields.region, fields.region_id].find((one): one is string => typeof one === 'string');
  if (typeof fields.interface === 'string')
    return typeof fields.url === 'string'
      ? [{ interface: plainInterface(fields.interface), region, url: fields.url }]
      : [];
  return Object.entries(fields).flatMap(([key, url]) =>
    key.endsWith('URL') && typeof url === 'string' ? [{ interface: plainInterface(key), region, url }] : [],
  );
}
