// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { ConnectedCells } from '../../cells/connected-cells.js';
import type { InstanceMappingRepository } from '../../cells/instance-mapping-repository.js';
import { BuildRequestNotFound, InstanceNotFound } from '../../errors/instances.js';
import type { BuildRequestRepository, BuildRequestValues } from '../../instances/build-request-repository.js';
import type { NeighbourPlacement, ServerNeighbours } from '../neighbours.js';
import type { PlacedServer, Server } from '../server.js';
import { ACTION_PARTS } from '../server-finder.js';
import type { DeletionNotices } from './deletion-notices.js';
import { giveBackVolumes } from './volume-cleanup.js';

export interface UnscheduledDeletionInit {
  readonly buildRequests: BuildRequestRepository;
  readonly mappings: InstanceMappingRepository;
  readonly cells: ConnectedCells;
  readonly neighbours: ServerNeighbours;
  readonly notices: DeletionNotices;
  readonly logger: Logger;
}

/** Deletes servers that no host has yet: whoever removes the build request first decides what becomes of the server. */
export class UnscheduledDeletion {
  readonly #init: UnscheduledDeletionInit;

  constructor(init: UnscheduledDeletionInit) {
    this.#init = init;
  }

  /** The server as it is now, where it has got a host meanwhile and is that host's to delete; undefined where it is gone. */
  async delete(context: RequestContext, { instance: { uuid } }: Server): Promise<PlacedServer | undefined> {
    const { mappings, neighbours, logger } = this.#init;
    const request = await this.#takeRequest(uuid);
    if (request !== undefined)
      await giveBackVolumes(context, request.block_device_mappings.objects, { volumes: neighbours.volumes, logger });
    const found = await this.#find(uuid);
    if (found !== undefined && !(await this.#destroy(context, found))) {
      const again = await this.#find(uuid);
      if (again !== undefined) return again;
    }
    await removeAllocations(context, uuid, neighbours, logger);
    await mappings.setQueuedForDelete(uuid, true);
    return undefined;
  }

  async #takeRequest(uuid: string): Promise<BuildRequestValues | undefined> {
    const { buildRequests } = this.#init;
    try {
      const request = await buildRequests.get(uuid);
      // The conductor looks for it before it builds, and is told by its absence.
      return (await buildRequests.remove(uuid)) ? request : undefined;
    } catch (error) {
      if (error instanceof BuildRequestNotFound) return undefined;
      throw error;
    }
  }

  async #find(uuid: string): Promise<PlacedServer | undefined> {
    const mapping = await this.#init.mappings.find(uuid);
    const cellId = mapping?.cellId ?? null;
    if (cellId === null) return undefined;
    const cell = await this.#init.cells.byId(cellId);
    try {
      return { instance: await cell.instances.get(uuid, ACTION_PARTS), cell, request: null };
    } catch (error) {
      if (error instanceof InstanceNotFound) return undefined;
      throw error;
    }
  }

  /** False where the server has got a host, or is gone. */
  async #destroy(context: RequestContext, { instance, cell }: PlacedServer): Promise<boolean> {
    try {
      await this.#init.notices.around(context, instance, () => cell.instances.destroy(instance.uuid, { host: null }));
      return true;
    } catch (error) {
      if (error instanceof InstanceNotFound) return false;
      throw error;
    }
  }
}

/** What placement keeps of a server that is gone would only be room that nobody gets: a failure is logged. */
export async function removeAllocations(
  context: RequestContext,
  uuid: string,
  { placement }: { readonly placement: NeighbourPlacement },
  logger: Logger,
): Promise<void> {
  try {
    await placement.inRequest(context).removeAllocations(uuid);
  } catch (error) {
    logger.error(`Allocation delete failed during local delete cleanup: ${uuid}`, error);
  }
}
