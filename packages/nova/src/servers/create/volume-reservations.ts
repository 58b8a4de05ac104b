// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import {
  InvalidReference,
  InvalidBDMSnapshot,
  InvalidBDMVolume,
  InvalidBDMVolumeNotBootable,
} from '../../errors/server-create.js';
import { NotFound } from '../../errors/base.js';
import { InvalidVolume } from '../../errors/volume.js';
import type { VolumeValues, Volumes } from '../../volume/volumes.js';
import type { Device } from './requested-devices.js';

/** Devices of which the volumes are reserved, and how that is taken back. */
export interface Reserved {
  readonly devices: readonly Device[];
  readonly release: () => Promise<void>;
}

/** Looks at the volumes and snapshots of new servers, and reserves volumes (nova 26, compute/api.py, _validate_bdm). */
export class VolumeReservations {
  readonly #volumes: Volumes;
  readonly #logger: Logger;

  constructor(volumes: Volumes, logger: Logger) {
    this.#volumes = volumes;
    this.#logger = logger;
  }

  /** Rejects with an InvalidBDM of its kind, or InvalidVolume; nothing is reserved then. */
  async reserve(
    context: RequestContext,
    serverUuid: string,
    devices: readonly Device[],
    supportsMultiattach: boolean,
  ): Promise<Reserved> {
    const attachments: string[] = [];
    const release = async (): Promise<void> => {
      for (const id of attachments)
        try {
          await this.#volumes.deleteAttachment(context, id);
        } catch (error) {
          this.#logger.error(`Failed to delete attachment ${id}`, error);
        }
    };
    try {
      const ready: Device[] = [];
      for (const device of devices) {
        const { volume_id: volumeId, snapshot_id: snapshotId } = device;
        if (typeof volumeId === 'string') {
          const volume = await this.#volume(context, volumeId, device, supportsMultiattach);
          const { id } = await this.#attach(context, volumeId, serverUuid);
          attachments.push(id);
          ready.push({ ...device, volume_size: volume.size, attachment_id: id });
        } else if (typeof snapshotId === 'string') {
          const size = device.volume_size ?? (await this.#snapshotSize(context, snapshotId));
          ready.push({ ...device, volume_size: size });
        } else ready.push(device);
      }
      return { devices: ready, release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  async #volume(
    context: RequestContext,
    id: string,
    { boot_index: index }: Device,
    supportsMultiattach: boolean,
  ): Promise<VolumeValues> {
    let volume: VolumeValues;
    try {
      volume = await this.#volumes.get(context, id);
    } catch (error) {
      if (error instanceof NotFound) throw new InvalidBDMVolume(id);
      throw error;
    }
    if (index === 0 && !volume.bootable) throw new InvalidBDMVolumeNotBootable(id);
    if (volume.multiattach && !supportsMultiattach)
      throw new InvalidReference('Multiattach volumes are only supported starting with compute API version 2.60.');
    if (!volume.multiattach && volume.attach_status === 'attached')
      throw new InvalidVolume(`volume '${id}' status must be 'available'. Currently in '${volume.status}'`);
    return volume;
  }

  async #attach(context: RequestContext, volumeId: string, serverUuid: string) {
    try {
      return await this.#volumes.createAttachment(context, volumeId, serverUuid);
    } catch (error) {
      if (error instanceof InvalidVolume) throw error;
      this.#logger.info(`Failed validating volume ${volumeId}. Error: ${(error as Error).message}`);
      throw new InvalidBDMVolume(volumeId);
    }
  }

  async #snapshotSize(context: RequestContext, id: string): Promise<number> {
    try {
      return (await this.#volumes.getSnapshot(context, id)).volume_size;
    } catch (error) {
      if (error instanceof NotFound) throw new InvalidBDMSnapshot(id);
      throw error;
    }
  }
}
