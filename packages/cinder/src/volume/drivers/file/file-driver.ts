// SPDX-License-Identifier: Apache-2.0
import { open, statfs, truncate } from 'node:fs/promises';
import type { Logger } from '@stackport/config';
import type { BackupDevice, VolumeReader, VolumeWriter } from '../../../backup/volume-access.js';
import { CinderError } from '../../../errors/base.js';
import { ExtendVolumeError, SnapshotUnavailable, VolumeBackendAPIException } from '../../../errors/volume-driver.js';
import type { SnapshotObjectRow, VolumeObjectRow } from '../../../objects/from-rows.js';
import type {
  BackendStats,
  ConnectionInfo,
  ImageDestination,
  ImageSource,
  Manageable,
  ModelUpdate,
  VolumeDriver,
  VolumeEncryption,
} from '../driver.js';
import { snapshotName, volumeName, type NameTemplates } from '../names.js';
import { FileReader, FileWriter } from './file-access.js';
import { FileManagement } from './file-management.js';
import type { ImageTransfer } from './image-transfer.js';
import { copySparse, type Progress } from './sparse-copy.js';
import type { VolumeFolder } from './volume-folder.js';

export const GIB = 1024 ** 3;

export interface FileDriverInit {
  readonly folder: VolumeFolder;
  readonly images: ImageTransfer;
  readonly names: NameTemplates;
  /** `volume_backend_name`; the name of the pool too. */
  readonly backendName: string;
  readonly reservedPercentage: number;
  readonly maxOverSubscriptionRatio: string;
  readonly filterFunction: string | null;
  readonly goodnessFunction: string | null;
  readonly isThin: boolean;
  readonly allowsMultiattach: boolean;
  readonly logger: Logger;
}

/**
 * Volumes as sparse raw files of a folder, which may be a mounted share. A snapshot and a clone are files of their own,
 * by reflink where the file system can. A node on the same machine, or with the same share, opens the file by its path.
 */
export class FileDriver implements VolumeDriver {
  readonly name = 'FileDriver';
  readonly version = '1.0.0';
  readonly capabilities = {};
  readonly #init: FileDriverInit;
  readonly #folder: VolumeFolder;
  readonly #management: FileManagement;

  constructor(init: FileDriverInit) {
    this.#init = init;
    this.#folder = init.folder;
    this.#management = new FileManagement(init.folder, init.names);
  }

  async initialise(): Promise<void> {
    await this.#folder.prepare();
    const removed = await this.#folder.removePartial();
    if (removed > 0) this.#init.logger.warning(`Removed ${removed} files that were left half made`);
    await this.#init.images.removeTemporary();
  }

  async checkForSetupError(): Promise<void> {
    await this.#folder.prepare();
    await statfs(this.#folder.path);
  }

  async close(): Promise<void> {
    // Nothing is kept open.
  }

  async getVolumeStats(): Promise<BackendStats> {
    const { backendName, isThin, allowsMultiattach, reservedPercentage, maxOverSubscriptionRatio } = this.#init;
    const [space, files] = await Promise.all([statfs(this.#folder.path), this.#folder.list()]);
    const gib = (blocks: number): number => Math.round(((blocks * space.bsize) / GIB) * 100) / 100;
    const provisioned = Math.round((files.reduce((sum, { size }) => sum + size, 0) / GIB) * 100) / 100;
    const functions = {
      filter_function: this.#init.filterFunction,
      goodness_function: this.#init.goodnessFunction,
    };
    return {
      volume_backend_name: backendName,
      vendor_name: 'Stackport',
      driver_version: this.version,
      storage_protocol: 'local',
      ...functions,
      pools: [
        {
          pool_name: backendName,
          total_capacity_gb: gib(space.blocks),
          free_capacity_gb: gib(space.bavail),
          provisioned_capacity_gb: provisioned,
          reserved_percentage: reservedPercentage,
          max_over_subscription_ratio: maxOverSubscriptionRatio,
          thin_provisioning_support: isThin,
          thick_provisioning_support: !isThin,
          QoS_support: false,
          multiattach: allowsMultiattach,
          online_extend_support: true,
          consistencygroup_support: false,
          consistent_group_snapshot_enabled: false,
          replication_enabled: false,
          ...functions,
        },
      ],
    };
  }

  async createVolume(volume: VolumeObjectRow): Promise<ModelUpdate> {
    await this.#make(volume, async (path) => {
      const file = await open(path, 'wx', 0o600);
      try {
        await file.truncate(sizeOf(volume));
        if (!this.#init.isThin) await this.#allocate(file, sizeOf(volume));
      } finally {
        await file.close();
      }
    });
    return {};
  }

  async createVolumeFromSnapshot(volume: VolumeObjectRow, snapshot: SnapshotObjectRow): Promise<ModelUpdate> {
    const source = this.#snapshotPath(snapshot);
    if ((await this.#folder.sizeOf(this.#snapshotName(snapshot))) === undefined)
      throw new SnapshotUnavailable(this.#snapshotName(snapshot));
    await this.#make(volume, (path) => this.#copy(source, path, volume));
    return {};
  }

  async createClonedVolume(volume: VolumeObjectRow, source: VolumeObjectRow): Promise<ModelUpdate> {
    await this.#requireFile(this.#volumeName(source));
    await this.#make(volume, (path) => this.#copy(this.#volumePath(source), path, volume));
    return {};
  }

  async deleteVolume(volume: VolumeObjectRow): Promise<void> {
    await this.#folder.remove(this.#volumeName(volume));
  }

  async extendVolume(volume: VolumeObjectRow, newSize: number): Promise<void> {
    const size = await this.#requireFile(this.#volumeName(volume));
    if (newSize * GIB < size) throw new ExtendVolumeError(`New size ${newSize} GiB is below the present one`);
    await this.#backend(() => truncate(this.#volumePath(volume), newSize * GIB));
  }

  async createSnapshot(snapshot: SnapshotObjectRow, volume: VolumeObjectRow): Promise<ModelUpdate> {
    await this.#requireFile(this.#volumeName(volume));
    await this.#backend(() =>
      this.#folder.create(this.#snapshotName(snapshot), (path) =>
        copySparse(this.#volumePath(volume), path, this.#progress(`Snapshot ${snapshot.id}`)),
      ),
    );
    return {};
  }

  async deleteSnapshot(snapshot: SnapshotObjectRow): Promise<void> {
    await this.#folder.remove(this.#snapshotName(snapshot));
  }

  async revertToSnapshot(volume: VolumeObjectRow, snapshot: SnapshotObjectRow): Promise<void> {
    await this.#requireFile(this.#snapshotName(snapshot));
    await this.#make(volume, (path) => this.#copy(this.#snapshotPath(snapshot), path, volume), { replace: true });
  }

  async createExport(): Promise<ModelUpdate> {
    return {};
  }

  async ensureExport(volume: VolumeObjectRow): Promise<ModelUpdate> {
    await this.#requireFile(this.#volumeName(volume));
    return {};
  }

  async removeExport(): Promise<void> {
    // A path needs no target.
  }

  async initializeConnection(volume: VolumeObjectRow): Promise<ConnectionInfo> {
    await this.#requireFile(this.#volumeName(volume));
    return localConnection(this.#volumePath(volume), volume.id);
  }

  async terminateConnection(): Promise<void> {
    // A path has no session.
  }

  async initializeConnectionSnapshot(snapshot: SnapshotObjectRow): Promise<ConnectionInfo> {
    await this.#requireFile(this.#snapshotName(snapshot));
    return localConnection(this.#snapshotPath(snapshot), snapshot.id);
  }

  async terminateConnectionSnapshot(): Promise<void> {
    // As with volumes.
  }

  async cloneImage(): Promise<undefined> {
    return undefined;
  }

  async copyImageToVolume(volume: VolumeObjectRow, image: ImageSource): Promise<void> {
    await this.#folder.create(
      this.#volumeName(volume),
      (path) => this.#init.images.toFile(image, path, sizeOf(volume)),
      { replace: true },
    );
  }

  async copyImageToEncryptedVolume(
    volume: VolumeObjectRow,
    image: ImageSource,
    encryption: VolumeEncryption,
  ): Promise<void> {
    await this.#folder.create(
      this.#volumeName(volume),
      (path) => this.#init.images.toEncryptedFile(image, path, sizeOf(volume), encryption),
      { replace: true },
    );
  }

  async copyVolumeToImage(volume: VolumeObjectRow, image: ImageDestination): Promise<void> {
    await this.#requireFile(this.#volumeName(volume));
    await this.#init.images.fromFile(this.#volumePath(volume), image);
  }

  async retype(): Promise<boolean> {
    // Types of one folder do not differ in what a file is.
    return true;
  }

  async migrateVolume(): Promise<boolean> {
    return false;
  }

  async updateMigratedVolume(volume: VolumeObjectRow, newVolume: VolumeObjectRow): Promise<ModelUpdate> {
    const wanted = volumeName(this.#init.names, { id: volume.id, nameId: null });
    const present = this.#volumeName(newVolume);
    if (wanted === present) return { nameId: null, providerLocation: newVolume.providerLocation };
    // The old file is in the way where both back ends have one folder: the new one keeps its name then.
    if ((await this.#folder.sizeOf(wanted)) !== undefined)
      return { nameId: newVolume.nameId ?? newVolume.id, providerLocation: newVolume.providerLocation };
    await this.#folder.rename(present, wanted);
    return { nameId: null, providerLocation: newVolume.providerLocation };
  }

  manageExistingGetSize(volume: VolumeObjectRow, reference: unknown): Promise<number> {
    return this.#management.size(reference, this.#volumeName(volume));
  }

  async manageExisting(volume: VolumeObjectRow, reference: unknown): Promise<ModelUpdate> {
    await this.#management.adopt(reference, this.#volumeName(volume));
    return {};
  }

  async unmanage(): Promise<void> {
    // The file stays as it is.
  }

  getManageableVolumes(known: readonly VolumeObjectRow[]): Promise<Manageable[]> {
    return this.#management.listVolumes(known);
  }

  manageExistingSnapshotGetSize(snapshot: SnapshotObjectRow, reference: unknown): Promise<number> {
    return this.#management.size(reference, this.#snapshotName(snapshot));
  }

  async manageExistingSnapshot(snapshot: SnapshotObjectRow, reference: unknown): Promise<ModelUpdate> {
    await this.#management.adopt(reference, this.#snapshotName(snapshot));
    return {};
  }

  async unmanageSnapshot(): Promise<void> {
    // As with volumes.
  }

  getManageableSnapshots(known: readonly SnapshotObjectRow[]): Promise<Manageable[]> {
    return this.#management.listSnapshots(known);
  }

  openForReading(device: BackupDevice): Promise<VolumeReader> {
    return FileReader.open(
      device.kind === 'volume' ? this.#volumePath(device.volume) : this.#snapshotPath(device.snapshot),
    );
  }

  openForWriting(volume: VolumeObjectRow): Promise<VolumeWriter> {
    return FileWriter.open(this.#volumePath(volume));
  }

  async #make(
    volume: VolumeObjectRow,
    write: (path: string) => Promise<void>,
    how?: { replace: boolean },
  ): Promise<void> {
    await this.#backend(() => this.#folder.create(this.#volumeName(volume), write, how));
  }

  /** A copy, as large as the volume is to be. */
  async #copy(from: string, to: string, volume: VolumeObjectRow): Promise<void> {
    await copySparse(from, to, this.#progress(`Volume ${volume.id}`));
    await truncate(to, sizeOf(volume));
  }

  /** Takes the space: Node has no fallocate. */
  async #allocate(file: Awaited<ReturnType<typeof open>>, size: number): Promise<void> {
    const zeros = Buffer.alloc(4 * 1024 * 1024);
    for (let at = 0; at < size; at += zeros.length) await file.write(zeros, 0, Math.min(zeros.length, size - at), at);
  }

  /** Faults of the file system as a back end's. */
  async #backend(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (error instanceof CinderError) throw error;
      throw new VolumeBackendAPIException(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  async #requireFile(name: string): Promise<number> {
    const size = await this.#folder.sizeOf(name);
    if (size === undefined) throw new VolumeBackendAPIException(`There is no file ${name}`);
    return size;
  }

  /** A log line for each tenth of a copy that is not done by reflink. */
  #progress(what: string): Progress {
    let next = 0.1;
    return (done, total) => {
      if (total < GIB || done / total < next) return;
      next = done / total + 0.1;
      this.#init.logger.info(`${what}: ${Math.floor((done / total) * 100)} % copied`);
    };
  }

  #volumeName(volume: VolumeObjectRow): string {
    return volumeName(this.#init.names, volume);
  }

  #snapshotName(snapshot: SnapshotObjectRow): string {
    return snapshotName(this.#init.names, snapshot);
  }

  #volumePath(volume: VolumeObjectRow): string {
    return this.#folder.pathOf(this.#volumeName(volume));
  }

  #snapshotPath(snapshot: SnapshotObjectRow): string {
    return this.#folder.pathOf(this.#snapshotName(snapshot));
  }
}

/** os-brick's `local` connector. */
function localConnection(path: string, id: string): ConnectionInfo {
  return { driver_volume_type: 'local', data: { device_path: path, volume_id: id } };
}

function sizeOf(volume: VolumeObjectRow): number {
  return (volume.size ?? 0) * GIB;
}
