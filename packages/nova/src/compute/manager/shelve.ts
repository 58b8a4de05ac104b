// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { NovaContext } from '../../context.js';
import type { ImageValues } from '../../image/images.js';
import type { InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { powerStates } from '../drivers/power-state.js';
import type { BlockDevices } from './block-devices.js';
import type { ComputeContext } from './compute-context.js';
import { movePorts } from './interfaces.js';
import { notify, tellSchedulers } from './notify.js';
import { operate } from './operation.js';
import { patienceOf } from './patience.js';
import type { SnapshotInstance } from './snapshot.js';

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs', 'tags'] as const;

/** Servers that leave their host and come back (nova 26, compute/manager.py, shelve_instance and its kin). */
export class ShelveInstance {
  readonly #compute: ComputeContext;
  readonly #blockDevices: BlockDevices;
  readonly #snapshots: SnapshotInstance;
  /** `shelved_offload_time`, seconds: 0 has them leave at once. */
  readonly #offloadTime: number;

  constructor(
    compute: ComputeContext,
    blockDevices: BlockDevices,
    snapshots: SnapshotInstance,
    { shelved_offload_time: offloadTime }: { readonly shelved_offload_time: number },
  ) {
    this.#compute = compute;
    this.#blockDevices = blockDevices;
    this.#snapshots = snapshots;
    this.#offloadTime = offloadTime;
  }

  /** @param imageId - of the image that it becomes; null where it is on volumes */
  async shelve(
    context: NovaContext,
    uuid: string,
    { imageId, isClean }: { readonly imageId: string | null; readonly isClean: boolean },
    message: IncomingMessage,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'shelve_instance' }, async () => {
      const { store, driver, guests, settings, host } = this.#compute;
      let instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'shelve.start');
      await driver.powerOff(guests.identity(instance), patienceOf(instance, settings, isClean));
      instance = await store.saveInstance(context, instance, {
        system_metadata: {
          ...instance.system_metadata,
          shelved_at: now()
            .toISOString()
            .replace(/\.\d+Z$/, 'Z'),
          shelved_image_id: imageId ?? '',
          shelved_host: host,
        },
      });
      if (imageId !== null) instance = await this.#snapshots.upload(context, instance, imageId, taskStates.shelving);
      instance = await store.saveInstance(
        context,
        instance,
        {
          vm_state: vmStates.shelved,
          task_state: this.#offloadTime === 0 ? taskStates.shelvingOffloading : null,
          power_state: powerStates.shutdown,
        },
        [taskStates.shelving, taskStates.shelvingImageUploading],
      );
      await notify(this.#compute, context, instance, 'shelve.end');
      if (this.#offloadTime === 0) await this.#leave(context, instance);
    });
  }

  async offload(context: NovaContext, uuid: string, isClean: boolean, message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'shelve_offload_instance' }, async () => {
      const { store, driver, guests, settings } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      await driver.powerOff(guests.identity(instance), patienceOf(instance, settings, isClean));
      await this.#leave(context, instance);
    });
  }

  /** Builds the server on this host again. */
  async unshelve(
    context: NovaContext,
    uuid: string,
    { image, node }: { readonly image: ImageValues | null; readonly node: string | null },
    message: IncomingMessage,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'unshelve_instance' }, async () => {
      const { store, driver, guests, tracker, connections, images, host, logger } = this.#compute;
      const found = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, found, 'unshelve.start');
      const to = node ?? driver.nodes()[0] ?? host;
      let instance = await store.saveInstance(
        context,
        found,
        { task_state: taskStates.spawning, host, node: to, launched_on: host },
        taskStates.unshelving,
      );
      await tracker.claim(context, instance, to);
      try {
        instance = await movePorts(this.#compute, context, instance);
        const { devices } = await this.#blockDevices.prepare(context, instance);
        await driver.spawn(await guests.describe(context, instance, { devices, image: image ?? undefined }));
        for (const device of devices) if (device.volume_id !== null) await connections.complete(context, device);
      } catch (error) {
        await tracker.release(context, uuid);
        await store.saveInstance(context, instance, { host: null, node: null });
        throw error;
      }
      const imageId = instance.system_metadata?.shelved_image_id;
      const rest = Object.fromEntries(
        Object.entries(instance.system_metadata ?? {}).filter(([name]) => !name.startsWith('shelved_')),
      );
      instance = await store.saveInstance(
        context,
        instance,
        {
          vm_state: vmStates.active,
          task_state: null,
          power_state: await driver.powerState(uuid),
          launched_at: now(),
          system_metadata: rest,
          auto_disk_config: instance.auto_disk_config,
        },
        taskStates.spawning,
      );
      if (imageId !== undefined && imageId !== '')
        try {
          await images.delete(context, imageId);
        } catch (error) {
          logger.error(`Delete image ${imageId} failed`, error);
        }
      await tellSchedulers(this.#compute, context, instance, true);
      await notify(this.#compute, context, instance, 'unshelve.end');
    });
  }

  /** The guest goes; its volumes stay reserved for it. */
  async #leave(context: NovaContext, instance: InstanceValues): Promise<void> {
    const { store, driver, guests, tracker, placement } = this.#compute;
    const { uuid } = instance;
    await notify(this.#compute, context, instance, 'shelve_offload.start');
    const devices = await store.devices(context, uuid);
    await driver.destroy(guests.identity(instance), { destroyDisks: true });
    await this.#blockDevices.release(context, instance, devices, true);
    const gone = await store.saveInstance(
      context,
      instance,
      {
        power_state: powerStates.shutdown,
        host: null,
        node: null,
        vm_state: vmStates.shelvedOffloaded,
        task_state: null,
      },
      [taskStates.shelving, taskStates.shelvingOffloading, null],
    );
    await tracker.release(context, uuid);
    await placement.inRequest(context).removeAllocations(uuid);
    await tellSchedulers(this.#compute, context, instance, false);
    await notify(this.#compute, context, gone, 'shelve_offload.end');
  }
}
