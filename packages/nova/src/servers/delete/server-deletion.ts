// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import type { InstanceMappingRepository } from '../../cells/instance-mapping-repository.js';
import { InstanceInvalidState, InstanceNotFound } from '../../errors/instances.js';
import type { BlockDeviceMappingValues, InstanceChanges, InstanceValues } from '../../instances/instance.js';
import { taskStates, type VmState, vmStates } from '../../instances/states.js';
import { devicesObject, instanceObject } from '../instance-object.js';
import type { LivingHosts } from '../living-hosts.js';
import type { ServerNeighbours } from '../neighbours.js';
import type { PlacedServer, Server } from '../server.js';
import { ACTION_PARTS, type ServerFinder } from '../server-finder.js';
import { checkServer } from '../state-checks.js';
import { confirmBeforeDeletion } from './confirm-before.js';
import type { DeletionNotices } from './deletion-notices.js';
import { removeAllocations, type UnscheduledDeletion } from './unscheduled.js';
import { giveBackVolumes } from './volume-cleanup.js';

export interface ServerDeletionInit {
  readonly finder: ServerFinder;
  readonly mappings: InstanceMappingRepository;
  readonly hosts: LivingHosts;
  readonly neighbours: ServerNeighbours;
  readonly unscheduled: UnscheduledDeletion;
  readonly notices: DeletionNotices;
  /** `reclaim_instance_interval`, seconds: 0 where deleted servers are gone at once. */
  readonly reclaimInterval: number;
  readonly logger: Logger;
}

type Kind = 'delete' | 'soft_delete' | 'force_delete';

/** In which servers have an image of their own that is deleted with them. */
const WITH_IMAGE: readonly (VmState | null)[] = [vmStates.shelved, vmStates.shelvedOffloaded];

/** Deletes servers: by their hosts, or here where there is none that could (nova 26, compute/api.py, _delete). */
export class ServerDeletion {
  readonly #init: ServerDeletionInit;

  constructor(init: ServerDeletionInit) {
    this.#init = init;
  }

  /** At once, or for `reclaim_instance_interval` only as a mark. Throws `InstanceNotFound`, `InstanceIsLocked`. */
  async delete(context: RequestContext, uuid: string): Promise<void> {
    const server = await this.#init.finder.get(context, uuid, 'os_compute_api:servers:delete');
    if (this.#init.reclaimInterval === 0) return this.#deleteNow(context, server);
    try {
      checkServer(context, server.instance, { action: 'delete', taskStates: 'any' });
    } catch (error) {
      // A server that never ran has nothing to come back to.
      if (!(error instanceof InstanceInvalidState)) throw error;
      return this.#deleteNow(context, server);
    }
    await this.#run(context, server, 'soft_delete', { task_state: taskStates.softDeleting, deleted_at: now() });
  }

  /** At once, whatever is done with it. Throws as `delete`. */
  async forceDelete(context: RequestContext, uuid: string): Promise<void> {
    const server = await this.#init.finder.get(context, uuid, 'os_compute_api:os-deferred-delete:force');
    checkServer(context, server.instance, { action: 'forceDelete', taskStates: 'any', mustHaveLaunched: false });
    await this.#run(context, server, 'force_delete', { task_state: taskStates.deleting });
  }

  async #deleteNow(context: RequestContext, server: Server): Promise<void> {
    checkServer(context, server.instance, { action: 'delete', taskStates: 'any', mustHaveLaunched: false });
    await this.#run(context, server, 'delete', { task_state: taskStates.deleting });
  }

  async #run(context: RequestContext, server: Server, kind: Kind, changes: InstanceChanges): Promise<void> {
    const { instance } = server;
    const { logger, unscheduled } = this.#init;
    if (instance.disable_terminate === true) {
      logger.info(`instance termination disabled: ${instance.uuid}`);
      return;
    }
    // One that failed to be built had a host that it may have left volumes at.
    const mayHaveMore = instance.vm_state === vmStates.error || instance.vm_state === vmStates.shelvedOffloaded;
    const found =
      (instance.host ?? '') === '' && !mayHaveMore
        ? await unscheduled.delete(context, server)
        : (server as PlacedServer);
    if (found === undefined) return;
    try {
      await this.#deletePlaced(context, found, kind, changes);
    } catch (error) {
      // It is gone: somebody else was faster.
      if (!(error instanceof InstanceNotFound)) throw error;
    }
  }

  async #deletePlaced(
    context: RequestContext,
    server: PlacedServer,
    kind: Kind,
    changes: InstanceChanges,
  ): Promise<void> {
    const { cell } = server;
    const { uuid, task_state: before } = server.instance;
    const devices = await cell.devices.ofInstances([uuid]);
    if (WITH_IMAGE.includes(server.instance.vm_state)) await this.#deleteShelvedImage(context, server.instance);
    await cell.instances.save(uuid, { ...changes, progress: 0 });
    let instance: InstanceValues = { ...server.instance, ...changes, progress: 0 };
    if (instance.vm_state === vmStates.resized) {
      await confirmBeforeDeletion(context, { ...server, instance });
      if (kind === 'soft_delete') await cell.instances.save(uuid, { task_state: taskStates.softDeleting });
      instance = await cell.instances.get(uuid, ACTION_PARTS);
    }
    if (!(await this.#init.hosts.isUp(cell, server.instance.host)))
      return this.#deleteHere(context, { ...server, instance }, kind, devices);
    if (before === taskStates.deleting || before === taskStates.softDeleting) {
      this.#init.logger.info(`Instance ${uuid} is already in deleting state, ignoring this request`);
      return;
    }
    await cell.actions.start(context, uuid, 'delete');
    const object = instanceObject(instance);
    if (kind === 'soft_delete') await cell.compute.softDeleteInstance(context, object);
    else await cell.compute.terminateInstance(context, object, devicesObject(devices));
    await this.#init.mappings.setQueuedForDelete(uuid, true);
  }

  /** Without the host: it is down, or there is none. */
  async #deleteHere(
    context: RequestContext,
    { instance, cell }: PlacedServer,
    kind: Kind,
    devices: readonly BlockDeviceMappingValues[],
  ): Promise<void> {
    const { neighbours, logger, notices, mappings } = this.#init;
    const { uuid } = instance;
    logger.warning(`instance's host ${instance.host ?? 'None'} is down, deleting from database: ${uuid}`);
    await notices.around(context, instance, async () => {
      const cache = instance.info_cache ?? null;
      await neighbours.networks.deallocate(context.elevated(), { ...instance, info_cache: cache });
      await giveBackVolumes(context, devices, { volumes: neighbours.volumes, logger });
      for (const { id } of devices) await cell.devices.destroy(id);
      await removeAllocations(context, uuid, neighbours, logger);
      await cell.instances.save(uuid, {
        vm_state: kind === 'soft_delete' ? vmStates.softDeleted : vmStates.deleted,
        task_state: null,
        terminated_at: now(),
      });
      await mappings.setQueuedForDelete(uuid, true);
      await cell.instances.destroy(uuid);
    });
  }

  async #deleteShelvedImage(context: RequestContext, instance: InstanceValues): Promise<void> {
    const id = instance.system_metadata?.shelved_image_id;
    if (id === undefined) return;
    try {
      await this.#init.neighbours.images.delete(context, id);
    } catch (error) {
      this.#init.logger.error(`Failed to delete snapshot ${id} from shelved instance ${instance.uuid}`, error);
    }
  }
}
