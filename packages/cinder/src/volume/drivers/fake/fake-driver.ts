// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Logger } from '@stackport/config';
import type { VolumeReader, VolumeWriter } from '../../../backup/volume-access.js';
import { ManageExistingInvalidReference } from '../../../errors/volume-driver.js';
import type { SnapshotObjectRow, VolumeObjectRow } from '../../../objects/from-rows.js';
import type {
  BackendStats,
  ConnectionInfo,
  ImageDestination,
  ImageSource,
  ModelUpdate,
  VolumeDriver,
} from '../driver.js';

const GIB = 1024 ** 3;

export interface FakeDriverInit {
  readonly backendName: string;
  readonly filterFunction: string | null;
  readonly goodnessFunction: string | null;
  readonly logger: Logger;
}

/** Volumes without bytes: upstream's FakeLoggingVolumeDriver, whose pool has no end. Every volume reads as zeros. */
export class FakeDriver implements VolumeDriver {
  readonly name = 'FakeLoggingVolumeDriver';
  readonly version = '3.0.0';
  readonly capabilities = {};
  readonly #init: FakeDriverInit;

  constructor(init: FakeDriverInit) {
    this.#init = init;
  }

  async checkForSetupError(): Promise<void> {
    // There is nothing to be wrong.
  }

  async initialise(): Promise<void> {
    // Nothing to set up.
  }

  async close(): Promise<void> {
    // Nothing is open.
  }

  async getVolumeStats(): Promise<BackendStats> {
    const functions = {
      filter_function: this.#init.filterFunction,
      goodness_function: this.#init.goodnessFunction,
    };
    return {
      volume_backend_name: this.#init.backendName,
      vendor_name: 'Open Source',
      driver_version: this.version,
      storage_protocol: 'fake',
      pools: [
        {
          pool_name: this.#init.backendName,
          total_capacity_gb: 'infinite',
          free_capacity_gb: 'infinite',
          provisioned_capacity_gb: 0,
          reserved_percentage: 100,
          QoS_support: false,
          ...functions,
          consistencygroup_support: false,
          replication_enabled: false,
          group_replication_enabled: false,
          multiattach: true,
          online_extend_support: true,
        },
      ],
      ...functions,
    };
  }

  createVolume = (volume: VolumeObjectRow): Promise<ModelUpdate> => this.#log('create_volume', volume.id);
  createVolumeFromSnapshot = (volume: VolumeObjectRow): Promise<ModelUpdate> =>
    this.#log('create_volume_from_snapshot', volume.id);
  createClonedVolume = (volume: VolumeObjectRow): Promise<ModelUpdate> => this.#log('create_cloned_volume', volume.id);
  createSnapshot = (snapshot: SnapshotObjectRow): Promise<ModelUpdate> => this.#log('create_snapshot', snapshot.id);
  createExport = (volume: VolumeObjectRow): Promise<ModelUpdate> => this.#log('create_export', volume.id);
  ensureExport = (volume: VolumeObjectRow): Promise<ModelUpdate> => this.#log('ensure_export', volume.id);

  async deleteVolume(volume: VolumeObjectRow): Promise<void> {
    await this.#log('delete_volume', volume.id);
  }

  async extendVolume(volume: VolumeObjectRow): Promise<void> {
    await this.#log('extend_volume', volume.id);
  }

  async deleteSnapshot(snapshot: SnapshotObjectRow): Promise<void> {
    await this.#log('delete_snapshot', snapshot.id);
  }

  async revertToSnapshot(volume: VolumeObjectRow): Promise<void> {
    await this.#log('revert_to_snapshot', volume.id);
  }

  async removeExport(volume: VolumeObjectRow): Promise<void> {
    await this.#log('remove_export', volume.id);
  }

  async initializeConnection(volume: VolumeObjectRow): Promise<ConnectionInfo> {
    await this.#log('initialize_connection', volume.id);
    // As upstream's: an iSCSI target that is nowhere.
    return { driver_volume_type: 'iscsi', data: {} };
  }

  async terminateConnection(volume: VolumeObjectRow): Promise<void> {
    await this.#log('terminate_connection', volume.id);
  }

  async initializeConnectionSnapshot(snapshot: SnapshotObjectRow): Promise<ConnectionInfo> {
    await this.#log('initialize_connection_snapshot', snapshot.id);
    return { driver_volume_type: 'iscsi', data: {} };
  }

  async terminateConnectionSnapshot(snapshot: SnapshotObjectRow): Promise<void> {
    await this.#log('terminate_connection_snapshot', snapshot.id);
  }

  async cloneImage(): Promise<undefined> {
    return undefined;
  }

  /** Takes the image's bytes, so that an image that cannot be read is an error here too. */
  async copyImageToVolume(volume: VolumeObjectRow, image: ImageSource): Promise<void> {
    await this.#log('copy_image_to_volume', volume.id);
    const data = await image.open();
    data.resume();
    await finished(data);
  }

  copyImageToEncryptedVolume(volume: VolumeObjectRow, image: ImageSource): Promise<void> {
    return this.copyImageToVolume(volume, image);
  }

  async copyVolumeToImage(volume: VolumeObjectRow, image: ImageDestination): Promise<void> {
    await this.#log('copy_volume_to_image', volume.id);
    await image.upload(Readable.from([]));
  }

  async retype(volume: VolumeObjectRow): Promise<boolean> {
    await this.#log('retype', volume.id);
    return true;
  }

  async migrateVolume(volume: VolumeObjectRow): Promise<boolean> {
    await this.#log('migrate_volume', volume.id);
    return true;
  }

  async updateMigratedVolume(_volume: VolumeObjectRow, newVolume: VolumeObjectRow): Promise<ModelUpdate> {
    return { nameId: newVolume.nameId ?? newVolume.id, providerLocation: newVolume.providerLocation };
  }

  manageExistingGetSize(_volume: VolumeObjectRow, reference: unknown): Promise<number> {
    return this.#notThere(reference);
  }

  manageExisting(_volume: VolumeObjectRow, reference: unknown): Promise<ModelUpdate> {
    return this.#notThere(reference);
  }

  async unmanage(volume: VolumeObjectRow): Promise<void> {
    await this.#log('unmanage', volume.id);
  }

  async getManageableVolumes(): Promise<[]> {
    return [];
  }

  manageExistingSnapshotGetSize(_snapshot: SnapshotObjectRow, reference: unknown): Promise<number> {
    return this.#notThere(reference);
  }

  manageExistingSnapshot(_snapshot: SnapshotObjectRow, reference: unknown): Promise<ModelUpdate> {
    return this.#notThere(reference);
  }

  async unmanageSnapshot(snapshot: SnapshotObjectRow): Promise<void> {
    await this.#log('unmanage_snapshot', snapshot.id);
  }

  async getManageableSnapshots(): Promise<[]> {
    return [];
  }

  async openForReading({ volume }: { readonly volume: VolumeObjectRow }): Promise<VolumeReader> {
    const size = (volume.size ?? 0) * GIB;
    return {
      size,
      read: async (offset, length) => Buffer.alloc(Math.max(0, Math.min(length, size - offset))),
      close: async () => undefined,
    };
  }

  async openForWriting(volume: VolumeObjectRow): Promise<VolumeWriter> {
    const size = (volume.size ?? 0) * GIB;
    return {
      size,
      isZeroed: true,
      write: async (offset, data) => {
        if (offset + data.length > size) throw new RangeError(`${offset + data.length} is beyond the volume's end`);
      },
      flush: async () => undefined,
      close: async () => undefined,
    };
  }

  async #log(method: string, id: string): Promise<ModelUpdate> {
    this.#init.logger.debug(`${method} ${id}`);
    return {};
  }

  /** Nobody can have put something there. */
  async #notThere(reference: unknown): Promise<never> {
    throw new ManageExistingInvalidReference(reference, 'Specified logical volume does not exist.');
  }
}
