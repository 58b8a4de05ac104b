// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import { InvalidBDM } from '../../errors/instances.js';
import type { BlockDeviceMappingValues } from '../../instances/instance.js';
import type { NovaObject } from '../../objects/nova-object.js';
import { objectOf } from '../../object-values.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import type { ComputeContext } from './compute-context.js';
import { nextDeviceName, requestedDeviceName } from './device-names.js';
import { notify } from './notify.js';
import { operate } from './operation.js';
import { guestVolumeOf } from './volume-connections.js';

/** What `reserve_block_device_name` is asked for. */
export interface DeviceRequest {
  readonly volumeId: string;
  readonly device: string | null;
  readonly diskBus: string | null;
  readonly deviceType: string | null;
  readonly tag: string | null;
}

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache'] as const;

/** Volumes that come to running servers and go from them (nova 26, compute/manager.py). */
export class VolumeOperations {
  readonly #compute: ComputeContext;

  constructor(compute: ComputeContext) {
    this.#compute = compute;
  }

  /** Gives a volume a name in its server, and a row. */
  async reserveName(context: NovaContext, uuid: string, request: DeviceRequest): Promise<NovaObject> {
    const { store, locks } = this.#compute;
    return locks.run(uuid, async () => {
      const instance = await store.instance(context, uuid, PARTS);
      const used = (await store.devices(context, uuid)).map(({ device_name: name }) => name);
      const root = instance.root_device_name ?? '/dev/vda';
      const name =
        request.device === null ? nextDeviceName(root, used) : requestedDeviceName(request.device, root, used);
      const created = await store.createDevice(context, {
        instance_uuid: uuid,
        source_type: 'volume',
        destination_type: 'volume',
        volume_id: request.volumeId,
        device_name: name,
        guest_format: null,
        disk_bus: request.diskBus,
        device_type: request.deviceType ?? 'disk',
        tag: request.tag,
        boot_index: null,
        delete_on_termination: false,
        no_device: false,
      });
      return objectOf('BlockDeviceMapping', created);
    });
  }

  async attach(
    context: NovaContext,
    uuid: string,
    device: BlockDeviceMappingValues,
    message: IncomingMessage,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'attach_volume', revertsTask: false }, async () => {
      const { store, driver, guests, connections } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      const volumeId = device.volume_id ?? '';
      await notify(this.#compute, context, instance, 'volume.attach.start', { volume_id: volumeId }, { volumeId });
      let connected = device;
      try {
        connected = await connections.connect(context, device);
        const volume = guestVolumeOf(connected);
        if (volume === undefined) throw new InvalidBDM(`volume ${volumeId} has no connection`);
        const others = (await store.devices(context, uuid)).filter(({ id }) => id !== device.id);
        await driver.attachVolume(await guests.describe(context, instance, { devices: others }), volume);
        await connections.complete(context, connected);
      } catch (error) {
        await connections.disconnect(context, connected);
        await store.destroyDevice(context, connected);
        throw error;
      }
      await notify(this.#compute, context, instance, 'volume.attach.end', { volume_id: volumeId }, { volumeId });
    });
  }

  async detach(context: NovaContext, uuid: string, volumeId: string, message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'detach_volume', revertsTask: false }, async () => {
      const { store, driver, guests, connections, volumes } = this.#compute;
      const device = await store.deviceOfVolume(context, volumeId, uuid);
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'volume.detach.start', { volume_id: volumeId }, { volumeId });
      const volume = guestVolumeOf(device);
      try {
        const guest = await guests.describe(context, instance, { devices: await store.devices(context, uuid) });
        if (volume !== undefined) await driver.detachVolume(guest, volume);
      } catch (error) {
        // It is still the server's: the Block Storage service is told so.
        await volumes.rollDetaching(context, volumeId);
        throw error;
      }
      await connections.disconnect(context, device);
      await store.destroyDevice(context, device);
      await notify(this.#compute, context, instance, 'volume.detach.end', { volume_id: volumeId }, { volumeId });
    });
  }
}
