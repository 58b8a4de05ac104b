// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { NovaContext } from '../../context.js';
import type { BlockDeviceMappingValues, InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { guestVolumeOf } from './volume-connections.js';
import type { BlockDevices } from './block-devices.js';
import type { ComputeContext } from './compute-context.js';
import { movePorts } from './interfaces.js';
import { notify, tellSchedulers } from './notify.js';
import { operate } from './operation.js';
import type { PowerOperations } from './power.js';

/** Arguments of `rebuild_instance`. */
export interface RebuildOrder {
  readonly imageRef: string | null;
  readonly adminPassword: string | null;
  readonly injectedFiles: readonly (readonly [string, string])[];
  /** Onto this host, from one that is down. */
  readonly isEvacuation: boolean;
  /** Whether the disks may be here already; undefined where the host is to look. */
  readonly onSharedStorage: boolean | undefined;
  readonly migration: MigrationValues | null;
  readonly node: string | null;
}

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs', 'tags'] as const;

/** Builds servers anew, with another image or on another host (nova 26, compute/manager.py, rebuild_instance). */
export class RebuildInstance {
  readonly #compute: ComputeContext;
  readonly #blockDevices: BlockDevices;
  readonly #power: PowerOperations;

  constructor(compute: ComputeContext, blockDevices: BlockDevices, power: PowerOperations) {
    this.#compute = compute;
    this.#blockDevices = blockDevices;
    this.#power = power;
  }

  async run(context: NovaContext, uuid: string, order: RebuildOrder, message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    const wasStopped = await operate(this.#compute, context, uuid, { name: 'rebuild_instance' }, async () => {
      try {
        return await this.#rebuild(context, uuid, order);
      } catch (error) {
        await this.#fail(context, uuid, order);
        throw error;
      }
    });
    if (wasStopped) await this.#power.stop(context, uuid, true, { ...message, acknowledge: async () => undefined });
  }

  /** @returns whether it is to be stopped as it was before */
  async #rebuild(context: NovaContext, uuid: string, order: RebuildOrder): Promise<boolean> {
    const { store, driver, guests, images, connections, tracker, host } = this.#compute;
    let instance = await store.instance(context, uuid, PARTS);
    const wasStopped = instance.vm_state === vmStates.stopped;
    await notify(this.#compute, context, instance, 'rebuild.start');
    const imageRef = order.imageRef ?? instance.image_ref ?? '';
    const image = imageRef === '' ? undefined : await images.show(context, imageRef);
    instance = await store.saveInstance(
      context,
      instance,
      {
        task_state: taskStates.rebuilding,
        ...(order.isEvacuation ? {} : { power_state: await driver.powerState(uuid) }),
      },
      taskStates.rebuilding,
    );
    const hasDisks = order.isEvacuation && (order.onSharedStorage ?? (await driver.hasDisks(uuid)));
    if (order.isEvacuation) {
      const node = order.node ?? driver.nodes()[0] ?? host;
      instance = await store.saveInstance(context, instance, { host, node });
      await tracker.claim(context, instance, node);
      instance = await movePorts(this.#compute, context, instance);
    }
    instance = await store.saveInstance(
      context,
      instance,
      { task_state: taskStates.rebuildBlockDeviceMapping },
      taskStates.rebuilding,
    );
    if (!order.isEvacuation) await driver.destroy(guests.identity(instance), { destroyDisks: true });
    const devices = await this.#reconnect(context, instance, order);
    instance = await store.saveInstance(
      context,
      instance,
      { task_state: taskStates.rebuildSpawning },
      taskStates.rebuildBlockDeviceMapping,
    );
    await driver.spawn(
      await guests.describe(context, instance, {
        devices,
        // Disks that are here are taken as they are.
        image: hasDisks ? undefined : image,
        files: order.injectedFiles.map(([path, contents]) => ({ path, contents: Buffer.from(contents, 'base64') })),
        adminPassword: order.adminPassword,
      }),
    );
    for (const device of devices) if (device.volume_id !== null) await connections.complete(context, device);
    instance = await store.saveInstance(
      context,
      instance,
      {
        vm_state: vmStates.active,
        task_state: wasStopped ? taskStates.poweringOff : null,
        power_state: await driver.powerState(uuid),
        launched_at: now(),
      },
      taskStates.rebuildSpawning,
    );
    if (order.migration !== null) await store.saveMigration(context, order.migration, { status: 'done' });
    await tellSchedulers(this.#compute, context, instance, true);
    await notify(this.#compute, context, instance, 'rebuild.end');
    return wasStopped;
  }

  /** Volumes stay the server's: each gets a new connection, to this host. */
  async #reconnect(
    context: NovaContext,
    instance: InstanceValues,
    { isEvacuation }: RebuildOrder,
  ): Promise<readonly BlockDeviceMappingValues[]> {
    const { store } = this.#compute;
    const before = await store.devices(context, instance.uuid);
    await this.#blockDevices.release(
      context,
      instance,
      before.filter((device) => guestVolumeOf(device) !== undefined || isEvacuation),
      true,
    );
    return (await this.#blockDevices.prepare(context, instance)).devices;
  }

  async #fail(context: NovaContext, uuid: string, { migration }: RebuildOrder): Promise<void> {
    const { store, logger } = this.#compute;
    try {
      await store.saveInstance(context, await store.instance(context, uuid), { vm_state: vmStates.error });
      if (migration !== null) await store.saveMigration(context, migration, { status: 'failed' });
    } catch (error) {
      logger.error(`Setting instance ${uuid} to ERROR failed`, error);
    }
  }
}
