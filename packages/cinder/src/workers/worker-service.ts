// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { InvalidInput } from '../errors/base.js';
import type { ObjectValues } from '../objects/wire-object.js';
import type { WorkerRepository } from './worker-repository.js';

/** Kinds of resources that a dead worker may leave behind. */
const CLEANABLE = ['Snapshot', 'Volume'];

/** A service that cleans up, or would have to and is down. */
export interface CleaningService {
  readonly id: unknown;
  readonly host: unknown;
  readonly binary: unknown;
  readonly cluster_name: unknown;
}

/** What cleaning up needs of cinder-scheduler. */
export interface WorkerSchedulerRpc {
  workCleanup(context: RequestContext, request: ObjectValues): Promise<unknown>;
}

/** What to clean up, under upstream's names; what is not given does not matter. */
export interface CleanupRequest {
  readonly cluster_name?: string | null;
  readonly host?: string | null;
  readonly binary?: string;
  readonly disabled?: boolean;
  readonly is_up?: boolean;
  readonly resource_id?: string | null;
  readonly resource_type?: string | null;
  readonly service_id?: number | null;
}

/** Has what dead workers left cleaned up: upstream's cinder/api/v3/workers.py. */
export class WorkerService {
  readonly #workers: WorkerRepository;
  readonly #schedulerRpc: WorkerSchedulerRpc;

  constructor({ workers, schedulerRpc }: { workers: WorkerRepository; schedulerRpc: WorkerSchedulerRpc }) {
    this.#workers = workers;
    this.#schedulerRpc = schedulerRpc;
  }

  /** Throws InvalidInput for a kind that cannot be cleaned up, or a resource that nobody or several left. */
  async cleanup(
    context: RequestContext,
    request: CleanupRequest,
  ): Promise<{ readonly cleaning: readonly CleaningService[]; readonly unavailable: readonly CleaningService[] }> {
    const located = await this.#locate(this.#withType(request));
    const values = { is_up: false, ...located, until: new Date() } as unknown as ObjectValues;
    const [cleaning, unavailable] = (await this.#schedulerRpc.workCleanup(context, values)) as [unknown, unknown];
    return { cleaning: servicesOf(cleaning), unavailable: servicesOf(unavailable) };
  }

  #withType(request: CleanupRequest): CleanupRequest {
    if (!request.resource_type) return request;
    const type = titled(request.resource_type);
    if (!CLEANABLE.includes(type))
      throw new InvalidInput(`Resource type ${type} not valid, must be ${CLEANABLE.join(' or ')}`);
    return { ...request, resource_type: type };
  }

  /** Finds out which service had the resource, so that not all are asked. */
  async #locate(request: CleanupRequest): Promise<CleanupRequest> {
    const { resource_id: id } = request;
    if (!id || 'service_id' in request || 'cluster_name' in request || 'host' in request) return request;
    const rows = await this.#workers.list({
      resourceId: id,
      ...(request.resource_type ? { resourceType: request.resource_type } : {}),
      ...(request.binary === undefined ? {} : { binary: request.binary }),
    });
    const [row] = rows;
    // Upstream passes text and id as a pair, and that is what its message shows.
    if (row === undefined) throw new InvalidInput(`('There is no resource with UUID %s pending cleanup.', '${id}')`);
    if (rows.length > 1)
      throw new InvalidInput(
        `('There are multiple resources with UUID %s pending cleanup.  Please be more specific.', '${id}')`,
      );
    return { ...request, service_id: row.serviceId, resource_type: row.resourceType };
  }
}

/** Services as they come over the bus, plain or as versioned objects. */
function servicesOf(list: unknown): CleaningService[] {
  const items = Array.isArray(list) ? list : [];
  return items.map((item) => {
    const wire = item as Record<string, unknown>;
    const data = (wire['versioned_object.data'] ?? wire) as Record<string, unknown>;
    return {
      id: data.id ?? null,
      host: data.host ?? null,
      binary: data.binary ?? null,
      cluster_name: data.cluster_name ?? null,
    };
  });
}

/** Python's `title()`. */
function titled(text: string): string {
  return text.replaceAll(/[A-Za-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}
