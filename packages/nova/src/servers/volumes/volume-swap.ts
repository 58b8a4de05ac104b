// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { MultiattachSwapVolumeNotSupported } from '../../errors/server-actions.js';
import { InvalidReference } from '../../errors/server-create.js';
import { InvalidVolume, VolumeNotFound } from '../../errors/volume.js';
import { vmStates } from '../../instances/states.js';
import type { Volumes, VolumeValues } from '../../volume/volumes.js';
import { instanceObject } from '../instance-object.js';
import type { PlacedServer } from '../server.js';
import { checkServer } from '../state-checks.js';
import { checkNotAttached } from './attached-already.js';
import type { VolumeZones } from './volume-zone.js';

/** Puts one volume of a server in the place of another, its bytes with it (nova 26, compute/api.py, swap_volume). */
export class VolumeSwap {
  readonly #volumes: Volumes;
  readonly #zones: VolumeZones;

  constructor(volumes: Volumes, zones: VolumeZones) {
    this.#volumes = volumes;
    this.#zones = zones;
  }

  /**
   * Throws `VolumeNotFound` for the old volume, `InvalidReference` for the new one, `VolumeBDMNotFound`, `InvalidVolume`,
   * `MultiattachSwapVolumeNotSupported`, `InstanceIsLocked`, `InstanceInvalidState`.
   */
  async run(context: RequestContext, server: PlacedServer, oldId: string, newId: string): Promise<void> {
    const { instance, cell } = server;
    const { uuid } = instance;
    const volumes = this.#volumes;
    const old = await volumes.get(context, oldId);
    const next = await this.#next(context, newId);
    const vms = [vmStates.active, vmStates.paused, vmStates.resized];
    checkServer(context, instance, { action: 'swap_volume', vmStates: vms });
    checkPair(uuid, old, next);
    await this.#zones.check(instance, next);
    await volumes.beginDetaching(context, oldId);
    let attachmentId: string;
    try {
      if (Object.keys(old.attachments).length > 1) throw new MultiattachSwapVolumeNotSupported();
      await cell.devices.ofVolume(oldId, uuid);
      await checkNotAttached(cell, uuid, next);
      attachmentId = (await volumes.createAttachment(context, newId, uuid)).id;
    } catch (error) {
      await volumes.rollDetaching(context, oldId);
      throw error;
    }
    await cell.actions.start(context, uuid, 'swap_volume');
    try {
      await cell.compute.swapVolume(context, instanceObject(instance), {
        oldVolumeId: oldId,
        newVolumeId: newId,
        newAttachmentId: attachmentId,
      });
    } catch (error) {
      await volumes.rollDetaching(context, oldId);
      await volumes.deleteAttachment(context, attachmentId);
      throw error;
    }
  }

  async #next(context: RequestContext, id: string): Promise<VolumeValues> {
    try {
      return await this.#volumes.get(context, id);
    } catch (error) {
      throw error instanceof VolumeNotFound ? new InvalidReference(error.message, { cause: error }) : error;
    }
  }
}

function checkPair(uuid: string, old: VolumeValues, next: VolumeValues): void {
  if (old.attachments[uuid] === undefined) throw new InvalidVolume('Old volume is attached to a different instance.');
  if (next.attach_status === 'attached') throw new InvalidVolume('New volume must be detached in order to swap.');
  if (next.size < old.size) throw new InvalidVolume('New volume must be the same size or larger.');
}
