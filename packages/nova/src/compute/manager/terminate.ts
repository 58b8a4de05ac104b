// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { NovaContext } from '../../context.js';
import type { InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { InstanceNotFound } from '../drivers/errors.js';
import { isRemote } from '../store/compute-store.js';
import type { BlockDevices } from './block-devices.js';
import type { ComputeContext } from './compute-context.js';
import { notify, tellSchedulers } from './notify.js';
import { operate } from './operation.js';
import { patienceOf } from './patience.js';

/** Ends servers for good, or for a while (nova 26, compute/manager.py, terminate_instance and its kin). */
export class TerminateInstance {
  readonly #compute: ComputeContext;
  readonly #blockDevices: BlockDevices;

  constructor(compute: ComputeContext, blockDevices: BlockDevices) {
    this.#compute = compute;
    this.#blockDevices = blockDevices;
  }

  /** What is cut off is taken up at the next start, as the server's task is still `deleting`. */
  async terminate(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'terminate_instance' }, async () => {
      let instance: InstanceValues;
      try {
        instance = await this.#compute.store.instance(context, uuid, PARTS);
      } catch (error) {
        if (!isRemote(error, 'InstanceNotFound')) throw error;
        this.#compute.logger.info(`Instance disappeared during terminate: ${uuid}`);
        return;
      }
      try {
        await this.delete(context, instance);
      } catch (error) {
        await this.#setError(context, instance);
        throw error;
      }
    });
  }

  /** Removes a guest and all that is of it. */
  async delete(context: NovaContext, instance: InstanceValues): Promise<void> {
    const { store, driver, guests, tracker, placement } = this.#compute;
    const { uuid } = instance;
    await notify(this.#compute, context, instance, 'delete.start');
    await notify(this.#compute, context, instance, 'shutdown.start');
    const devices = await store.devices(context, uuid);
    await driver.destroy(guests.identity(instance), { destroyDisks: true });
    await this.#compute.networks.deallocate(context, instance);
    await this.#blockDevices.cleanUp(context, instance, devices);
    await notify(this.#compute, context, instance, 'shutdown.end');
    const ended = await store.saveInstance(context, instance, {
      power_state: 0,
      vm_state: vmStates.deleted,
      task_state: null,
      terminated_at: instance.terminated_at ?? now(),
    });
    await store.cleanConsoles(context, uuid);
    await store.destroyInstance(context, ended);
    await tracker.release(context, uuid);
    await placement.inRequest(context).removeAllocations(uuid);
    await tellSchedulers(this.#compute, context, instance, false);
    await notify(this.#compute, context, ended, 'delete.end');
  }

  /** Stops the guest and keeps it for as long as `reclaim_instance_interval` says. */
  async softDelete(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'soft_delete_instance' }, async () => {
      const { store, driver, guests, settings } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'soft_delete.start');
      await driver.powerOff(guests.identity(instance), patienceOf(instance, settings));
      const deleted = await store.saveInstance(
        context,
        instance,
        {
          power_state: await driver.powerState(uuid),
          vm_state: vmStates.softDeleted,
          task_state: null,
          deleted_at: now(),
        },
        taskStates.softDeleting,
      );
      await notify(this.#compute, context, deleted, 'soft_delete.end');
    });
  }

  /** Takes a deletion back. */
  async restore(context: NovaContext, uuid: string, message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'restore_instance' }, async () => {
      const { store, driver, guests } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'restore.start');
      const guest = await guests.describe(context, instance, { devices: await store.devices(context, uuid) });
      await driver.powerOn(guest);
      const restored = await store.saveInstance(
        context,
        instance,
        {
          power_state: await driver.powerState(uuid),
          vm_state: vmStates.active,
          task_state: null,
          deleted_at: null,
        },
        taskStates.restoring,
      );
      await notify(this.#compute, context, restored, 'restore.end');
    });
  }

  /** A server that could not be deleted stays, in error and without a task. */
  async #setError(context: NovaContext, { uuid }: InstanceValues): Promise<void> {
    const { store } = this.#compute;
    try {
      await store.saveInstance(context, await store.instance(context, uuid), { vm_state: vmStates.error });
    } catch (error) {
      if (!isRemote(error, 'InstanceNotFound') && !(error instanceof InstanceNotFound)) throw error;
    }
  }
}

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache'] as const;
