// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { VolumeBDMNotFound } from '../../errors/instances.js';
import {
  MultiattachNotSupportedOldMicroversion,
  MultiattachToShelvedNotSupported,
  VolumeTaggedAttachToShelvedNotSupported,
} from '../../errors/server-actions.js';
import type { BlockDeviceMappingValues } from '../../instances/instance.js';
import { vmStates } from '../../instances/states.js';
import { decode } from '../../objects/nova-object.js';
import { objectOf } from '../../object-values.js';
import type { Volumes, VolumeValues } from '../../volume/volumes.js';
import { asApiEvent } from '../actions/api-event.js';
import { instanceObject } from '../instance-object.js';
import type { PlacedServer } from '../server.js';
import { checkHost } from '../state-checks.js';
import { checkNotAttached } from './attached-already.js';
import type { VolumeZones } from './volume-zone.js';

/** A volume that a server is to get. */
export interface AttachOrder {
  readonly volumeId: string;
  /** `/dev/vdb`; the host may choose another. */
  readonly device: string | null;
  readonly tag: string | null;
  readonly deleteOnTermination: boolean;
  /** Whether the caller knows of volumes that several servers have: from 2.60 on. */
  readonly knowsMultiattach: boolean;
}

/** Gives servers volumes: the host names the device, the volume service keeps the volume, the host connects it. */
export class VolumeAttach {
  readonly #volumes: Volumes;
  readonly #zones: VolumeZones;

  constructor(volumes: Volumes, zones: VolumeZones) {
    this.#volumes = volumes;
    this.#zones = zones;
  }

  /** The device's name; null for a server without a host. Whatever fails leaves nothing of the attachment. */
  async run(context: RequestContext, server: PlacedServer, order: AttachOrder): Promise<string | null> {
    const { instance, cell } = server;
    const volume = await this.#volumes.get(context, order.volumeId);
    await checkNotAttached(cell, instance.uuid, volume);
    if (instance.vm_state === vmStates.shelvedOffloaded) return this.#toOffloaded(context, server, order, volume);
    checkHost(instance);
    const device = await this.#reserveName(context, server, order, volume);
    try {
      const reserved = await this.#reserve(context, server, device, volume, order);
      await cell.actions.start(context, instance.uuid, 'attach_volume');
      await cell.compute.attachVolume(context, instanceObject(instance), objectOf('BlockDeviceMapping', reserved));
      return reserved.device_name;
    } catch (error) {
      await cell.devices.destroy(device.id);
      throw error;
    }
  }

  async #reserveName(
    context: RequestContext,
    { instance, cell }: PlacedServer,
    order: AttachOrder,
    volume: VolumeValues,
  ): Promise<BlockDeviceMappingValues> {
    try {
      const object = await cell.compute.reserveBlockDeviceName(context, instanceObject(instance), {
        device: order.device,
        volumeId: volume.id,
        diskBus: null,
        deviceType: null,
        tag: order.tag,
        multiattach: volume.multiattach,
      });
      const { id } = decode(object) as BlockDeviceMappingValues;
      return await cell.devices.save(id, { delete_on_termination: order.deleteOnTermination });
    } catch (error) {
      await this.#forget({ instance, cell }, volume.id);
      throw error;
    }
  }

  /** What the host may have written before it fell silent. */
  async #forget({ instance, cell }: Pick<PlacedServer, 'instance' | 'cell'>, volumeId: string): Promise<void> {
    try {
      const device = await cell.devices.ofVolume(volumeId, instance.uuid);
      if (device.attachment_id === null) await cell.devices.destroy(device.id);
    } catch (error) {
      if (!(error instanceof VolumeBDMNotFound)) throw error;
    }
  }

  async #reserve(
    context: RequestContext,
    { instance, cell }: PlacedServer,
    device: BlockDeviceMappingValues,
    volume: VolumeValues,
    order: Pick<AttachOrder, 'knowsMultiattach'>,
  ): Promise<BlockDeviceMappingValues> {
    await this.#zones.check(instance, volume);
    if (volume.multiattach && !order.knowsMultiattach) throw new MultiattachNotSupportedOldMicroversion();
    const { id } = await this.#volumes.createAttachment(context, volume.id, instance.uuid);
    return cell.devices.save(device.id, { attachment_id: id });
  }

  /** The volume is kept for the server, which connects it when it comes back. */
  async #toOffloaded(
    context: RequestContext,
    server: PlacedServer,
    order: AttachOrder,
    volume: VolumeValues,
  ): Promise<string | null> {
    const { instance, cell } = server;
    if (order.tag !== null) throw new VolumeTaggedAttachToShelvedNotSupported();
    if (volume.multiattach) throw new MultiattachToShelvedNotSupported();
    const device = await cell.devices.create({
      instance_uuid: instance.uuid,
      source_type: 'volume',
      destination_type: 'volume',
      boot_index: null,
      volume_id: volume.id,
      delete_on_termination: order.deleteOnTermination,
    });
    try {
      const { attachment_id: attachmentId } = await this.#reserve(context, server, device, volume, order);
      await cell.actions.start(context, instance.uuid, 'attach_volume');
      await asApiEvent(cell, context, instance.uuid, 'attach_volume', () =>
        this.#volumes.completeAttachment(context, attachmentId ?? ''),
      );
      return device.device_name;
    } catch (error) {
      await cell.devices.destroy(device.id);
      throw error;
    }
  }
}
