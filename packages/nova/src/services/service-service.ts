// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { AggregateService } from '../aggregates/aggregate-service.js';
import type { CellDatabase } from '../database.js';
import type { HostMappingRepository } from '../cells/host-mapping-repository.js';
import {
  ComputeServiceInUse,
  EvacuationsNotCompleted,
  HostBinaryNotFound,
  ServiceNotUpdatable,
} from '../errors/hosts.js';
import { CellServices } from '../hosts/cell-services.js';
import { ComputeNodes } from '../hosts/compute-nodes.js';
import type { ServiceValues } from '../hosts/host.js';
import { MigrationRepository } from '../migrations/migration-repository.js';
import type { ServiceNotices } from '../notifications/service-notices.js';
import type { ComputeControl } from './compute-control.js';
import { COMPUTE_BINARY, type HostDirectory } from './host-directory.js';
import type { ProviderRemoval } from './provider-removal.js';
import type { ServiceDirectory, ZonedService } from './service-directory.js';

/** What an administrator changes of a compute service; what is left out stays. */
export interface ServiceUpdate {
  readonly disabled?: boolean;
  readonly disabledReason?: string | null;
  readonly forcedDown?: boolean;
}

export interface ServiceServiceInit {
  readonly directory: ServiceDirectory;
  readonly hosts: HostDirectory;
  readonly hostMappings: HostMappingRepository;
  readonly aggregates: AggregateService;
  readonly control: ComputeControl;
  readonly providers: ProviderRemoval;
  readonly notices: ServiceNotices;
  readonly logger: Logger;
}

/** Version of nova-compute that writes to placement whether it may get servers. */
const STATUS_TRAIT_VERSION = 38;

/** What a migration is at its end. */
const FINISHED = ['confirmed', 'reverted', 'error', 'failed', 'completed', 'cancelled', 'done'];

/** Switches compute services off and on, and removes them (nova 26, api/openstack/compute/services.py). */
export class ServiceService {
  readonly #init: ServiceServiceInit;

  constructor(init: ServiceServiceInit) {
    this.#init = init;
  }

  /** Throws ServiceNotUpdatable, HostMappingNotFound, HostBinaryNotFound, EvacuationsNotCompleted. */
  async updateByHost(context: RequestContext, host: string, binary: string, changes: ServiceUpdate): Promise<void> {
    if (binary !== COMPUTE_BINARY) throw new ServiceNotUpdatable(binary);
    const { database } = await this.#init.hosts.cellOf(host);
    const service = await new CellServices(database).find(host, binary);
    if (service === undefined) throw new HostBinaryNotFound(host, binary);
    await this.#update(context, database, service, changes);
  }

  /** Throws ServiceNotFound, ServiceNotUpdatable, EvacuationsNotCompleted. */
  async updateByUuid(context: RequestContext, uuid: string, changes: ServiceUpdate): Promise<ZonedService> {
    const { cell, service } = await this.#init.directory.find(uuid, 'uuid');
    if (service.binary !== COMPUTE_BINARY) throw new ServiceNotUpdatable(service.binary ?? '');
    const updated = await this.#update(context, cell.database, service, changes);
    return { ...updated, zone: service.zone };
  }

  /**
   * Removes a service; one of a compute host with its hypervisors' records, out of its aggregates, and unmapped.
   * Throws ServiceNotFound, ServiceNotUnique, ComputeServiceInUse.
   */
  async delete(context: RequestContext, id: string, by: 'uuid' | 'number'): Promise<void> {
    const { cell, service } = await this.#init.directory.find(id, by);
    const { database } = cell;
    const host = service.host ?? '';
    if (service.binary === COMPUTE_BINARY) await this.#clearHost(context, database, host);
    await new CellServices(database).destroy(service.id);
    await this.#init.notices.deleted(context, service);
    if (service.binary === COMPUTE_BINARY) {
      const nodes = new ComputeNodes(database);
      for (const node of await nodes.list({ host })) await nodes.destroy(node.id);
    }
  }

  async #clearHost(context: RequestContext, database: CellDatabase, host: string): Promise<void> {
    const { hosts, aggregates, providers, hostMappings } = this.#init;
    if ((await hosts.countServers([host])) > 0)
      throw new ComputeServiceInUse(
        'Unable to delete compute service that is hosting instances. Migrate or delete the instances first.',
      );
    const nodes = await new ComputeNodes(database).list({ host });
    const names = nodes.map(({ hypervisor_hostname: name }) => name ?? '');
    if ((await countRunningMigrations(database, host, names)) > 0)
      throw new ComputeServiceInUse(
        'Unable to delete compute service that has in-progress migrations. Complete the migrations or delete the ' +
          'instances first.',
      );
    await aggregates.removeHostFromAll(context, host);
    for (const { uuid } of nodes) await this.#removeProvider(context, providers, uuid);
    await hostMappings.delete(host);
  }

  /** What placement says against it is for the log: the service goes all the same. */
  async #removeProvider(context: RequestContext, providers: ProviderRemoval, uuid: string): Promise<void> {
    try {
      await providers.remove(context, uuid);
    } catch (error) {
      this.#init.logger.error(`Failed to delete compute node resource provider for compute node ${uuid}`, error);
    }
  }

  async #update(
    context: RequestContext,
    database: CellDatabase,
    service: ServiceValues,
    { disabled, disabledReason, forcedDown }: ServiceUpdate,
  ): Promise<ServiceValues> {
    if (forcedDown === false) await checkEvacuations(database, service.host ?? '');
    const changes = {
      ...(disabled === undefined ? {} : { disabled, disabled_reason: disabledReason ?? null }),
      ...(forcedDown === undefined ? {} : { forced_down: forcedDown }),
    };
    const updated = await new CellServices(database).save(service.id, changes);
    await this.#init.notices.updated(context, updated, Object.keys(changes));
    if (disabled !== undefined && disabled !== service.disabled) await this.#tellHost(context, updated, !disabled);
    return updated;
  }

  /** A host that is down or does not answer learns it by itself when it is back. */
  async #tellHost(context: RequestContext, service: ServiceValues, isEnabled: boolean): Promise<void> {
    const { directory, control, logger } = this.#init;
    if (!directory.isUp(service) || (service.version ?? 0) < STATUS_TRAIT_VERSION) return;
    try {
      await control.setHostEnabled(context, service.host ?? '', isEnabled);
    } catch (error) {
      logger.warning(
        `The COMPUTE_STATUS_DISABLED trait of ${service.host ?? ''} could not be updated: ` +
          (error instanceof Error ? error.message : String(error)),
      );
    }
  }
}

async function countRunningMigrations(database: CellDatabase, host: string, nodes: readonly string[]): Promise<number> {
  const names = [...nodes];
  const running = await new MigrationRepository(database).list({
    where: {
      status: { notIn: FINISHED },
      OR: [
        { sourceCompute: host, sourceNode: { in: names } },
        { destCompute: host, destNode: { in: names } },
      ],
    },
  });
  return running.length;
}

async function checkEvacuations(database: CellDatabase, host: string): Promise<void> {
  const done = await new MigrationRepository(database).list({
    where: { sourceCompute: host, status: 'done', migrationType: 'evacuation' },
    take: 1,
  });
  if (done.length > 0) throw new EvacuationsNotCompleted(host);
}
