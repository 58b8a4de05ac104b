// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { NovaContext } from '../../context.js';
import { InvalidBDM } from '../../errors/instances.js';
import type { BlockDeviceMappingValues, InstanceValues } from '../../instances/instance.js';
import type { VolumeValues } from '../../volume/volumes.js';
import type { ComputeContext } from './compute-context.js';
import { namedDevices, rootDeviceName } from './device-names.js';

/** A server's block devices, each with its name and its connection. */
export interface PreparedDevices {
  readonly rootDevice: string;
  readonly devices: readonly BlockDeviceMappingValues[];
}

export interface BlockDeviceSettings {
  /** How often a volume that is being made is looked at, and the seconds between. */
  readonly block_device_allocate_retries: number;
  readonly block_device_allocate_retries_interval: number;
}

/** The block devices of servers that are built and that go (nova 26, virt/block_device.py and compute/manager.py). */
export class BlockDevices {
  readonly #compute: ComputeContext;
  readonly #settings: BlockDeviceSettings;

  constructor(compute: ComputeContext, settings: BlockDeviceSettings) {
    this.#compute = compute;
    this.#settings = settings;
  }

  /** Names the devices, makes volumes that are asked for, and connects all. Rejects with `InvalidBDM`. */
  async prepare(context: NovaContext, instance: InstanceValues): Promise<PreparedDevices> {
    const { store, driver, logger } = this.#compute;
    try {
      const found = await store.devices(context, instance.uuid);
      const root = found.find(({ boot_index: index }) => index === 0);
      const rootDevice = root?.device_name ?? instance.root_device_name ?? rootDeviceName(driver.hypervisorType);
      const names = namedDevices(rootDevice, found);
      const devices: BlockDeviceMappingValues[] = [];
      for (const device of found) {
        const name = names.get(device.id) ?? null;
        const named =
          device.device_name === name ? device : await store.saveDevice(context, device, { device_name: name });
        devices.push(named.destination_type === 'volume' ? await this.#connect(context, instance, named) : named);
      }
      return { rootDevice, devices };
    } catch (error) {
      logger.error(`Instance ${instance.uuid} failed block device setup`, error);
      throw new InvalidBDM((error as Error).message, { cause: error });
    }
  }

  /**
   * Gives volumes back after a build that failed.
   * @param keepsReserved - whether the next host is to have them: each then gets an attachment of its own
   */
  async release(
    context: NovaContext,
    instance: InstanceValues,
    devices: readonly BlockDeviceMappingValues[],
    keepsReserved: boolean,
  ): Promise<void> {
    const { volumes, store, connections } = this.#compute;
    for (const device of devices) {
      if (device.volume_id === null || device.attachment_id === null) continue;
      const next = keepsReserved ? await volumes.createAttachment(context, device.volume_id, instance.uuid) : undefined;
      await connections.disconnect(context, device);
      await store.saveDevice(context, device, { attachment_id: next?.id ?? null, connection_info: null });
    }
  }

  /** Gives all volumes back and removes those that go with the server. What fails is logged: the server goes anyway. */
  async cleanUp(
    context: NovaContext,
    { uuid }: InstanceValues,
    devices: readonly BlockDeviceMappingValues[],
  ): Promise<void> {
    const { volumes, connections, logger } = this.#compute;
    for (const device of devices) {
      const { volume_id: volumeId } = device;
      if (volumeId === null) continue;
      try {
        await connections.disconnect(context, device);
      } catch (error) {
        logger.error(`Failed to detach volume: ${volumeId} of instance ${uuid}`, error);
      }
      if (device.delete_on_termination !== true) continue;
      try {
        await volumes.delete(context, volumeId);
      } catch (error) {
        logger.error(`Failed to delete volume: ${volumeId} of instance ${uuid}`, error);
      }
    }
  }

  async #connect(
    context: NovaContext,
    instance: InstanceValues,
    device: BlockDeviceMappingValues,
  ): Promise<BlockDeviceMappingValues> {
    const { connections, store, volumes } = this.#compute;
    const made = device.volume_id === null ? await this.#make(context, instance, device) : device;
    const reserved =
      made.attachment_id === null && made.volume_id !== null
        ? await store.saveDevice(context, made, {
            attachment_id: (await volumes.createAttachment(context, made.volume_id, instance.uuid)).id,
          })
        : made;
    return connections.connect(context, reserved);
  }

  /** A new volume of a snapshot, an image or of nothing, once it is available. */
  async #make(
    context: NovaContext,
    instance: InstanceValues,
    device: BlockDeviceMappingValues,
  ): Promise<BlockDeviceMappingValues> {
    const { volumes, store } = this.#compute;
    const size = device.volume_size ?? (await this.#sizeOf(context, device));
    const volume = await volumes.create(context, {
      size,
      name: device.source_type === 'blank' ? `${instance.uuid}-blank-vol` : '',
      description: '',
      snapshotId: device.source_type === 'snapshot' ? device.snapshot_id : null,
      imageId: device.source_type === 'image' ? device.image_id : null,
      volumeType: device.volume_type,
      availabilityZone: null,
    });
    const noted = await store.saveDevice(context, device, { volume_id: volume.id, volume_size: size });
    await this.#available(context, volume);
    return noted;
  }

  async #sizeOf(context: NovaContext, { snapshot_id: snapshotId }: BlockDeviceMappingValues): Promise<number> {
    if (snapshotId === null) throw new InvalidBDM('a volume has no size');
    return (await this.#compute.volumes.getSnapshot(context, snapshotId)).volume_size;
  }

  async #available(context: NovaContext, { id }: VolumeValues): Promise<void> {
    const { block_device_allocate_retries: retries, block_device_allocate_retries_interval: interval } = this.#settings;
    const started = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const { status } = await this.#compute.volumes.get(context, id);
      if (status === 'available') return;
      const seconds = Math.round((performance.now() - started) / 1000);
      if (status === 'error' || attempt > retries)
        throw new InvalidBDM(
          `Volume ${id} did not finish being created even after we waited ${seconds} seconds or ${attempt} attempts. ` +
            `And its status is ${status}.`,
        );
      // The first looks come quickly: most back ends are faster than the interval.
      await sleep(attempt < 10 ? 100 * attempt : interval * 1000);
    }
  }
}
