// SPDX-License-Identifier: Apache-2.0
import type { CellMapping } from '../cells/cell-mapping-repository.js';
import type { Cells, OpenCell } from '../cells/cells.js';
import type { HostMappingRepository } from '../cells/host-mapping-repository.js';
import { ServiceNotFound, ServiceNotUnique } from '../errors/hosts.js';
import { CellServices } from '../hosts/cell-services.js';
import type { ServiceValues } from '../hosts/host.js';
import { COMPUTE_BINARY } from './host-directory.js';
import type { Zones } from './zones.js';
import { isHeardWithin } from '../hosts/is-heard-within.js';

/** A service with its zone. */
export interface ZonedService extends ServiceValues {
  readonly zone: string;
}

/** A compute service of a cell that does not answer: no more than this is known of it. */
export interface UnknownService {
  readonly host: string;
  readonly binary: string;
}

export interface ServiceDirectoryInit {
  readonly cells: Cells;
  readonly hostMappings: HostMappingRepository;
  readonly zones: Zones;
  /** `service_down_time`, seconds. */
  readonly downTime: number;
}

/** The services of all cells. */
export class ServiceDirectory {
  readonly #init: ServiceDirectoryInit;

  constructor(init: ServiceDirectoryInit) {
    this.#init = init;
  }

  /** Whether a service was heard of within `service_down_time`, and nobody has said that it is down. */
  isUp(service: ServiceValues): boolean {
    return isHeardWithin(this.#init.downTime, service);
  }

  /** Those of the cells that answer. */
  async list(): Promise<ZonedService[]> {
    const { services } = await this.listWithUnknown();
    return services;
  }

  /** The same, and the compute hosts of those that do not. */
  async listWithUnknown(): Promise<{ readonly services: ZonedService[]; readonly unknown: UnknownService[] }> {
    const { cells, hostMappings, zones } = this.#init;
    const results = await cells.scatter(({ database }) => new CellServices(database).list());
    const zoneOf = await zones.ofServices();
    const down = results.filter((result) => 'error' in result).map(({ mapping }) => mapping);
    const unknown = await Promise.all(down.map((mapping: CellMapping) => hostMappings.list(mapping.id)));
    return {
      services: results
        .flatMap((result) => ('value' in result ? result.value : []))
        .map((service) => ({ ...service, zone: zoneOf(service) })),
      unknown: unknown.flat().map(({ host }) => ({ host, binary: COMPUTE_BINARY })),
    };
  }

  /**
   * A service of any cell, by UUID or by number.
   * Throws ServiceNotFound, and ServiceNotUnique for a number that services of several cells have.
   */
  async find(id: string, by: 'uuid' | 'number'): Promise<{ readonly cell: OpenCell; readonly service: ZonedService }> {
    const where = by === 'uuid' ? { uuid: id } : { id: Number(id) };
    const found = await this.#init.cells.gather(async (cell) => {
      const [service] = await new CellServices(cell.database).list(where);
      return service === undefined ? undefined : { cell, service };
    });
    const [first, second] = found.filter((one) => one !== undefined);
    if (first === undefined) throw new ServiceNotFound(id);
    if (second !== undefined) throw new ServiceNotUnique(id);
    const zoneOf = await this.#init.zones.ofServices();
    return { cell: first.cell, service: { ...first.service, zone: zoneOf(first.service) } };
  }
}
