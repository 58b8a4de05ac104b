// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { BlockDeviceMappingValues } from '../../instances/instance.js';
import { InvalidBDM } from '../../errors/instances.js';
import type { Volumes } from '../../volume/volumes.js';
import type { ComputeDriver } from '../drivers/compute-driver.js';
import type { GuestVolume } from '../drivers/guest.js';
import type { ComputeStore } from '../store/compute-store.js';

export interface VolumeConnectionsInit {
  readonly volumes: Volumes;
  readonly store: ComputeStore;
  readonly driver: Pick<ComputeDriver, 'volumeConnector'>;
}

/** The connections of this host to servers' volumes, by attachments of the Block Storage service. */
export class VolumeConnections {
  readonly #init: VolumeConnectionsInit;

  constructor(init: VolumeConnectionsInit) {
    this.#init = init;
  }

  /** Makes the connection of a reserved volume and notes it with the block device. */
  async connect(context: RequestContext, device: BlockDeviceMappingValues): Promise<BlockDeviceMappingValues> {
    const { volumes, store, driver } = this.#init;
    const { attachment_id: attachmentId, device_name: name, volume_id: volumeId } = device;
    if (attachmentId === null) throw new InvalidBDM(`volume ${volumeId ?? ''} has no attachment`);
    const connector = await driver.volumeConnector();
    const attachment = await volumes.updateAttachment(context, attachmentId, connector, name);
    const info = { ...attachment.connection_info, serial: volumeId };
    return store.saveDevice(context, device, { connection_info: JSON.stringify(info) });
  }

  /** Tells the Block Storage service that the server has it. */
  async complete(context: RequestContext, { attachment_id: attachmentId }: BlockDeviceMappingValues): Promise<void> {
    if (attachmentId !== null) await this.#init.volumes.completeAttachment(context, attachmentId);
  }

  /** Gives the volume back. */
  async disconnect(context: RequestContext, { attachment_id: attachmentId }: BlockDeviceMappingValues): Promise<void> {
    if (attachmentId !== null) await this.#init.volumes.deleteAttachment(context, attachmentId);
  }
}

/** A connected block device as a driver takes it; undefined for one that is not connected. */
export function guestVolumeOf(device: BlockDeviceMappingValues): GuestVolume | undefined {
  if (device.destination_type !== 'volume' || device.connection_info === null || device.volume_id === null)
    return undefined;
  const info = JSON.parse(device.connection_info) as {
    readonly driver_volume_type?: string;
    readonly data?: Readonly<Record<string, unknown>> & { readonly access_mode?: unknown };
    readonly multiattach?: unknown;
  };
  return {
    volumeId: device.volume_id,
    mountDevice: device.device_name ?? '',
    bootIndex: device.boot_index,
    diskBus: device.disk_bus,
    deviceType: device.device_type,
    isReadOnly: info.data?.access_mode === 'ro',
    isMultiattach: info.multiattach === true,
    connection: { driverVolumeType: info.driver_volume_type ?? '', data: info.data ?? {} },
  };
}
