// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaObject } from '../objects/nova-object.js';
import { ComputePowerRpc } from './compute-power-rpc.js';

/** Volumes, interfaces and addresses of an instance. */
export class ComputeDeviceRpc extends ComputePowerRpc {
  /** The name that the device gets: the block device mapping that the host made for it. */
  async reserveBlockDeviceName(
    context: RequestContext,
    instance: NovaObject,
    message: {
      readonly device: string | null;
      readonly volumeId: string;
      readonly diskBus: string | null;
      readonly deviceType: string | null;
      readonly tag: string | null;
      readonly multiattach: boolean;
    },
  ): Promise<NovaObject> {
    return (await this.longCall(context, instance, 'reserve_block_device_name', {
      instance,
      device: message.device,
      volume_id: message.volumeId,
      disk_bus: message.diskBus,
      device_type: message.deviceType,
      tag: message.tag,
      multiattach: message.multiattach,
    })) as NovaObject;
  }

  async attachVolume(context: RequestContext, instance: NovaObject, bdm: NovaObject): Promise<void> {
    await this.cast(context, instance, 'attach_volume', { instance, bdm });
  }

  async detachVolume(
    context: RequestContext,
    instance: NovaObject,
    volumeId: string,
    attachmentId: string | null = null,
  ): Promise<void> {
    const args = { instance, volume_id: volumeId, attachment_id: attachmentId };
    await this.cast(context, instance, 'detach_volume', args);
  }

  async swapVolume(
    context: RequestContext,
    instance: NovaObject,
    message: { readonly oldVolumeId: string; readonly newVolumeId: string; readonly newAttachmentId: string | null },
  ): Promise<void> {
    await this.cast(context, instance, 'swap_volume', {
      instance,
      old_volume_id: message.oldVolumeId,
      new_volume_id: message.newVolumeId,
      new_attachment_id: message.newAttachmentId,
    });
  }

  /** @param host - that is to forget the connection; the instance may be elsewhere */
  async removeVolumeConnection(
    context: RequestContext,
    instance: NovaObject,
    volumeId: string,
    host: string,
  ): Promise<void> {
    await this.call(context, host, 'remove_volume_connection', { instance, volume_id: volumeId });
  }

  async volumeSnapshotCreate(
    context: RequestContext,
    instance: NovaObject,
    volumeId: string,
    createInfo: ObjectValues,
  ): Promise<void> {
    const args = { instance, volume_id: volumeId, create_info: createInfo };
    await this.cast(context, instance, 'volume_snapshot_create', args);
  }

  async volumeSnapshotDelete(
    context: RequestContext,
    instance: NovaObject,
    message: { readonly volumeId: string; readonly snapshotId: string; readonly deleteInfo: ObjectValues },
  ): Promise<void> {
    await this.cast(context, instance, 'volume_snapshot_delete', {
      instance,
      volume_id: message.volumeId,
      snapshot_id: message.snapshotId,
      delete_info: message.deleteInfo,
    });
  }

  /** The interface as it is plugged: nova's network model of it. */
  async attachInterface(
    context: RequestContext,
    instance: NovaObject,
    message: {
      readonly networkId: string | null;
      readonly portId: string | null;
      readonly requestedIp: string | null;
      readonly tag?: string | null;
    },
  ): Promise<ObjectValues> {
    return (await this.call(context, instance, 'attach_interface', {
      instance,
      network_id: message.networkId,
      port_id: message.portId,
      requested_ip: message.requestedIp,
      tag: message.tag ?? null,
    })) as ObjectValues;
  }

  async detachInterface(context: RequestContext, instance: NovaObject, portId: string): Promise<void> {
    await this.cast(context, instance, 'detach_interface', { instance, port_id: portId });
  }

  async addFixedIpToInstance(context: RequestContext, instance: NovaObject, networkId: string): Promise<void> {
    await this.cast(context, instance, 'add_fixed_ip_to_instance', { instance, network_id: networkId });
  }

  async removeFixedIpFromInstance(context: RequestContext, instance: NovaObject, address: string): Promise<void> {
    await this.cast(context, instance, 'remove_fixed_ip_from_instance', { instance, address });
  }

  async injectNetworkInfo(context: RequestContext, instance: NovaObject): Promise<void> {
    await this.cast(context, instance, 'inject_network_info', { instance });
  }
}
