// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ObjectValues } from '../../objects/wire-object.js';
import type { ServiceFilters, ServiceRow } from '../../services/service-repository.js';
import { SCHEDULER_BINARY } from '../../services/service-service.js';
import type { WorkerRow } from '../../workers/worker-repository.js';
import type { SchedulerDependencies } from './dependencies.js';

/** Upstream's CleanupRequest, decoded. */
export type CleanupValues = ObjectValues;

export interface CleanupAnswer {
  readonly requested: readonly ServiceRow[];
  readonly notRequested: readonly ServiceRow[];
}

/** What services that died left behind is cleaned up: by whoever can. */
export class Cleanup {
  readonly #dependencies: SchedulerDependencies;

  constructor(dependencies: SchedulerDependencies) {
    this.#dependencies = dependencies;
  }

  /** Asks for each service that fits one that lives, of its cluster too, to clean up; answers whom it could ask for. */
  async work(context: RequestContext, request: CleanupValues): Promise<CleanupAnswer> {
    const { services, volumeRpc, schedulerRpc, logger } = this.#dependencies;
    const rows = await services.list(filtersOf(request));
    const until = request.until instanceof Date ? request.until : new Date();
    const clusters = new Set(rows.flatMap(({ clusterName }) => (clusterName === null ? [] : [clusterName])));
    const mates = clusters.size === 0 ? [] : await services.list({ isUp: true });
    const requested: ServiceRow[] = [];
    const notRequested: ServiceRow[] = [];
    for (const row of rows) {
      const { id, host, binary, clusterName } = row;
      const own = { ...request, service_id: id, host, binary, cluster_name: clusterName, until };
      const isUp =
        clusterName === null
          ? services.isUp(row)
          : mates.some((mate) => mate.clusterName === clusterName && mate.binary === binary);
      if (binary === SCHEDULER_BINARY) await schedulerRpc.doCleanup(context, own);
      else if (isUp) await volumeRpc.doCleanup(context, own);
      else {
        logger.info(`No service available to cleanup ${binary ?? ''} ${clusterName ?? host ?? ''}.`);
        notRequested.push(row);
        continue;
      }
      requested.push(row);
    }
    return { requested, notRequested };
  }

  /** Volumes that a scheduler died with become `error`: nothing would ever place them. */
  async run(request: CleanupValues): Promise<void> {
    const { workers, services, settings, logger } = this.#dependencies;
    const self = await services.find(settings.host, SCHEDULER_BINARY);
    if (self === null) return;
    const rows = await workers.list({
      ...textOf('resourceType', request.resource_type),
      ...textOf('resourceId', request.resource_id),
      ...(typeof request.service_id === 'number' ? { serviceId: request.service_id } : {}),
      binary: SCHEDULER_BINARY,
      until: request.until instanceof Date ? request.until : new Date(),
    });
    for (const row of rows) {
      try {
        if (await workers.claim(row, self.id)) await this.#settle(row);
      } catch (error) {
        logger.error(`Could not clean up ${row.resourceType} ${row.resourceId}.`, error);
      }
    }
  }

  async #settle({ resourceType, resourceId }: WorkerRow): Promise<void> {
    const { workers, volumes } = this.#dependencies;
    // With a host it is the worker's there.
    if (resourceType === 'Volume')
      await volumes.changeWhere(resourceId, { status: 'creating', host: null }, { status: 'error' });
    await workers.delete(resourceType, resourceId);
  }
}

function filtersOf(request: CleanupValues): ServiceFilters {
  return {
    ...textOf('host', request.host),
    ...textOf('binary', request.binary),
    ...textOf('clusterName', request.cluster_name),
    ...(typeof request.service_id === 'number' ? { id: request.service_id } : {}),
    ...(typeof request.is_up === 'boolean' ? { isUp: request.is_up } : {}),
    ...(typeof request.disabled === 'boolean' ? { disabled: request.disabled } : {}),
  };
}

function textOf<Key extends string>(key: Key, value: unknown): Readonly<Partial<Record<Key, string>>> {
  return (typeof value === 'string' && value !== '' ? { [key]: value } : {}) as Readonly<Partial<Record<Key, string>>>;
}
