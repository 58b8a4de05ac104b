// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import { MultiattachNotSupportedByVirtDriver } from '../../errors/compute-work.js';
import { InvalidBDM } from '../../errors/instances.js';
import type { BlockDeviceMappingValues } from '../../instances/instance.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import type { VolumeValues } from '../../volume/volumes.js';
import type { ComputeContext } from './compute-context.js';
import { notify } from './notify.js';
import { operate } from './operation.js';
import { guestVolumeOf } from './volume-connections.js';

export interface VolumeSwap {
  readonly oldVolumeId: string;
  readonly newVolumeId: string;
  /** Reserved by who asked. */
  readonly newAttachmentId: string;
}

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache'] as const;

/** Puts another volume into a volume's place while the guest runs (nova 26, compute/manager.py, swap_volume). */
export class SwapVolume {
  readonly #compute: ComputeContext;

  constructor(compute: ComputeContext) {
    this.#compute = compute;
  }

  async run(context: NovaContext, uuid: string, swap: VolumeSwap, message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name: 'swap_volume', revertsTask: false }, async () => {
      const { store, volumes } = this.#compute;
      const { oldVolumeId, newVolumeId, newAttachmentId } = swap;
      const ids = { old_volume_id: oldVolumeId, new_volume_id: newVolumeId };
      const volumeIds = { oldVolumeId, newVolumeId };
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'volume_swap.start', ids, volumeIds);
      const device = await store.deviceOfVolume(context, oldVolumeId, uuid);
      const from = await volumes.get(context, oldVolumeId);
      const to = await volumes.get(context, newVolumeId);
      const isMigration = isMigrating(from);
      let connected: BlockDeviceMappingValues;
      try {
        connected = await this.#exchange(context, uuid, device, to, newAttachmentId);
      } catch (error) {
        await notify(this.#compute, context, instance, 'volume_swap.error', ids, { ...volumeIds, error });
        await volumes.rollDetaching(context, oldVolumeId);
        await volumes.deleteAttachment(context, newAttachmentId);
        if (isMigration) await volumes.completeMigration(context, oldVolumeId, newVolumeId, true);
        throw error;
      }
      if (device.attachment_id !== null) await volumes.deleteAttachment(context, device.attachment_id);
      // A volume that its own service moves keeps its id.
      const kept = isMigration
        ? await volumes.completeMigration(context, oldVolumeId, newVolumeId, false)
        : newVolumeId;
      await store.saveDevice(context, device, {
        connection_info: withVolumeId(connected.connection_info ?? '{}', kept),
        source_type: 'volume',
        destination_type: 'volume',
        snapshot_id: null,
        volume_id: kept,
        attachment_id: newAttachmentId,
        ...(to.size > from.size ? { volume_size: to.size } : {}),
      });
      await notify(this.#compute, context, instance, 'volume_swap.end', ids, volumeIds);
    });
  }

  /** @returns the device as it is with the new volume; nothing of that is stored yet */
  async #exchange(
    context: NovaContext,
    uuid: string,
    device: BlockDeviceMappingValues,
    to: VolumeValues,
    attachmentId: string,
  ): Promise<BlockDeviceMappingValues> {
    const { store, driver, guests, volumes } = this.#compute;
    if (to.multiattach && !driver.capabilities.supportsMultiattach)
      throw new MultiattachNotSupportedByVirtDriver(to.id);
    const connector = await driver.volumeConnector();
    const attachment = await volumes.updateAttachment(context, attachmentId, connector, device.device_name);
    const info = { ...attachment.connection_info, serial: to.id, ...(to.multiattach ? { multiattach: true } : {}) };
    const connected = { ...device, volume_id: to.id, connection_info: JSON.stringify(info) };
    const [old, next] = [guestVolumeOf(device), guestVolumeOf(connected)];
    if (old === undefined || next === undefined) throw new InvalidBDM(`volume ${to.id} has no connection`);
    const instance = await store.instance(context, uuid, PARTS);
    const guest = await guests.describe(context, instance, { devices: await store.devices(context, uuid) });
    await driver.swapVolume(guest, old, next);
    await volumes.completeAttachment(context, attachmentId);
    return connected;
  }
}

/** Whether the Block Storage service asked for it. */
function isMigrating(volume: VolumeValues & { readonly migration_status?: string | null }): boolean {
  return volume.migration_status === 'migrating';
}

function withVolumeId(text: string, id: string): string {
  const info = JSON.parse(text) as { readonly data?: object };
  return JSON.stringify({ ...info, serial: id, volume_id: id, data: { ...info.data, volume_id: id } });
}
