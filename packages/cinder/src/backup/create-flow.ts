// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { BackupRow } from '../backups/backup-repository.js';
import { InvalidBackup } from '../errors/backups.js';
import { InvalidSnapshot } from '../errors/snapshots.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { IncomingMessage } from '../rpc/create-endpoint.js';
import { notifyAbout, tellUser, type BackupWorker } from './backup-worker.js';
import type { BackedUpVolume } from './backup-volume-repository.js';
import type { TemporaryCopies } from './temporary-copies.js';
import type { BackupDevice, VolumeReader } from './volume-access.js';

/** What cinder-volume gives a backup to read: ids of a volume, or of a snapshot. */
export type DeviceReference = { readonly volumeId: string } | { readonly snapshotId: string };

/**
 * Making a backup: upstream's create_backup, continue_backup and _finish_backup. Each step claims the row by
 * compare-and-swap (first `service`, then `service_metadata`), so a message that comes twice does nothing twice.
 */
export class CreateFlow {
  readonly #worker: BackupWorker;
  readonly #copies: TemporaryCopies;

  constructor(worker: BackupWorker, copies: TemporaryCopies) {
    this.#worker = worker;
    this.#copies = copies;
  }

  /** Takes a backup on and asks cinder-volume for what it reads. */
  async create(context: RequestContext, backupId: string, message: IncomingMessage): Promise<void> {
    const { backups, setup, volumeRpc, logger } = this.#worker;
    const backup = await backups.find(backupId);
    if (backup === null || backup.deleted === true || backup.service !== null) {
      logger.info(`Backup ${backupId} was taken on already or is gone: nothing to do.`);
      return;
    }
    logger.info(
      `Create backup started, backup: ${backupId} volume: ${backup.volumeId}` +
        `${backup.snapshotId === null ? '' : ` snapshot: ${backup.snapshotId}`}.`,
    );
    await notifyAbout(this.#worker, context, backup, 'create.start');
    try {
      await this.#requireStates(context, backup);
      if (!setup.isWorking) {
        await tellUser(this.#worker, context, backupId, 'BACKUP_CREATE', 'BACKUP_SERVICE_DOWN');
        throw new InvalidBackup('Create backup aborted due to backup service is down.');
      }
      const claimed = { service: setup.name, host: this.#worker.host };
      if (!(await backups.change(backupId, { status: 'creating', service: null }, claimed))) return;
      await message.acknowledge();
      const volume = await this.#worker.volumes.getVolume(backup.volumeId);
      await this.#keepKey(context, backup, volume);
      logger.info(`Call Volume Manager to get_backup_device for ${backupId}`);
      await volumeRpc.getBackupDevice(context, (await backups.find(backupId)) ?? backup, volume);
    } catch (error) {
      await this.#fail(backup, error);
      throw error;
    }
  }

  /** Reads what cinder-volume gave, and ends the backup. @param device - undefined where it could not give any */
  async continue(
    context: RequestContext,
    backupId: string,
    device: DeviceReference | undefined,
    message: IncomingMessage,
  ): Promise<void> {
    const { backups, limit, logger, setup } = this.#worker;
    const backup = await backups.find(backupId);
    if (backup === null || (backup.status === 'creating' && backup.serviceMetadata !== null)) {
      logger.info(`Backup ${backupId} is being made already or is gone: nothing to do.`);
      return;
    }
    try {
      if (device === undefined) {
        await tellUser(this.#worker, context, backupId, 'BACKUP_CREATE', 'BACKUP_CREATE_DEVICE_ERROR');
        throw new InvalidBackup('Failed to get backup device from the volume service.');
      }
      const place = setup.driver.place(backup);
      if (!(await backups.change(backupId, { status: 'creating', serviceMetadata: null }, { ...place }))) {
        await this.#abort(context, backup);
        return;
      }
      await message.acknowledge();
      const objects = await limit.run(() => this.#read(context, { ...backup, ...place }, device));
      if (objects === undefined) await this.#abort(context, backup);
      else await this.#finish(context, backup, objects);
    } catch (error) {
      await this.#fail(backup, error);
      await this.#removeCopies(context, backupId);
      throw error;
    }
  }

  async #read(
    context: RequestContext,
    backup: BackupRow,
    reference: DeviceReference,
  ): Promise<{ objectCount: number } | undefined> {
    const { access, setup, backups, metadata, logger } = this.#worker;
    const tell = (detail: 'ATTACH_ERROR' | 'BACKUP_CREATE_DRIVER_ERROR' | 'DETACH_ERROR') =>
      tellUser(this.#worker, context, backup.id, 'BACKUP_CREATE', detail);
    let reader: VolumeReader;
    try {
      reader = await access.openForReading(context, await this.#device(reference));
    } catch (error) {
      await tell('ATTACH_ERROR');
      throw error;
    }
    let result: { objectCount: number } | undefined;
    try {
      const parent = backup.parentId === null ? null : await backups.find(backup.parentId);
      if (backup.parentId !== null && parent === null)
        throw new InvalidBackup(`The parent backup ${backup.parentId} is gone.`);
      result = await setup.driver.backup(
        {
          backup,
          parent,
          volumeMetadata: await metadata.save(backup.volumeId),
          isWanted: async () => !isBeingDeleted(await backups.find(backup.id)),
          progress: (percent, details) => {
            logger.info(`Backup ${backup.id}: ${percent.toFixed(0)} % of volume ${backup.volumeId} read.`);
            void notifyAbout(this.#worker, context, backup, 'createprogress', { ...details, backup_percent: percent });
          },
        },
        reader,
      );
    } catch (error) {
      await tell('BACKUP_CREATE_DRIVER_ERROR');
      await reader.close().catch((failure: unknown) => logger.error('The volume could not be detached.', failure));
      throw error;
    }
    try {
      await reader.close();
    } catch (error) {
      await tell('DETACH_ERROR');
      throw error;
    }
    return result;
  }

  async #finish(context: RequestContext, backup: BackupRow, { objectCount }: { objectCount: number }): Promise<void> {
    const { backups, volumes, logger } = this.#worker;
    const volume = await volumes.findVolume(backup.volumeId);
    await this.#release(backup, 'backing-up');
    const isDone = await backups.transaction(async (transaction) => {
      const changes = { status: 'available', size: volume?.size ?? backup.size, objectCount };
      const open = { status: { notIn: ['deleting', 'deleted'] } };
      if (!(await backups.change(backup.id, open, changes, transaction))) return false;
      if (backup.parentId !== null)
        await backups.change(backup.parentId, {}, { numDependentBackups: { increment: 1 } }, transaction);
      return true;
    });
    await this.#removeCopies(context, backup.id);
    logger.info(`Create backup ${isDone ? 'finished' : 'aborted'}. backup: ${backup.id}.`);
    await notifyAbout(this.#worker, context, (await backups.find(backup.id)) ?? backup, 'create.end');
  }

  /** The backup was deleted while it was made. */
  async #abort(context: RequestContext, backup: BackupRow): Promise<void> {
    const { backups, logger } = this.#worker;
    await this.#release(backup, 'backing-up');
    await this.#removeCopies(context, backup.id);
    logger.info(`Create backup aborted. backup: ${backup.id}.`);
    await notifyAbout(this.#worker, context, (await backups.find(backup.id)) ?? backup, 'create.end');
  }

  async #removeCopies(context: RequestContext, backupId: string): Promise<void> {
    try {
      await this.#copies.remove(context, backupId);
    } catch (error) {
      await tellUser(this.#worker, context, backupId, 'BACKUP_CREATE', 'BACKUP_CREATE_CLEANUP_ERROR');
      this.#worker.logger.error(`Problem cleaning temp volumes and snapshots for backup ${backupId}.`, error);
    }
  }

  async #fail(backup: BackupRow, error: unknown): Promise<void> {
    await this.#release(backup, 'error_backing-up');
    await this.#worker.backups.fail(backup.id, (error as Error).message, { from: ['creating', 'error'] });
  }

  /** Gives the volume or the snapshot the state back that it had. */
  async #release(backup: BackupRow, previousStatus: string): Promise<void> {
    const { volumes } = this.#worker;
    if (backup.snapshotId !== null) {
      await volumes.changeSnapshot(backup.snapshotId, ['backing-up'], 'available');
      return;
    }
    const volume = await volumes.findVolume(backup.volumeId);
    const status = volume?.previousStatus ?? 'available';
    await volumes.changeVolume(backup.volumeId, ['backing-up'], { status, previousStatus });
  }

  async #requireStates(context: RequestContext, backup: BackupRow): Promise<void> {
    const { volumes } = this.#worker;
    const aborted = (kind: string, expected: string, actual: string | null) =>
      `Create backup aborted, expected ${kind} status ${expected} but got ${actual ?? 'None'}.`;
    if (backup.snapshotId === null) {
      const { status } = await volumes.getVolume(backup.volumeId);
      if (status !== 'backing-up') throw new InvalidVolume(aborted('volume', 'backing-up', status));
    } else {
      const { status } = await volumes.getSnapshot(backup.snapshotId);
      if (status !== 'backing-up') throw new InvalidSnapshot(aborted('snapshot', 'backing-up', status));
    }
    if (backup.status === 'creating') return;
    await tellUser(this.#worker, context, backup.id, 'BACKUP_CREATE', 'BACKUP_INVALID_STATE');
    throw new InvalidBackup(aborted('backup', 'creating', backup.status));
  }

  /** The backup gets a copy of an encrypted volume's key, since the volume may be deleted before it. */
  async #keepKey(context: RequestContext, backup: BackupRow, { encryptionKeyId }: BackedUpVolume): Promise<void> {
    const { backups, keys } = this.#worker;
    if (encryptionKeyId === null || backup.encryptionKeyId !== null) return;
    await backups.change(backup.id, {}, { encryptionKeyId: await keys.clone(context, encryptionKeyId) });
  }

  async #device(reference: DeviceReference): Promise<BackupDevice> {
    const { volumes } = this.#worker;
    if ('volumeId' in reference) return { kind: 'volume', volume: await volumes.getVolume(reference.volumeId) };
    const snapshot = await volumes.getSnapshot(reference.snapshotId);
    return { kind: 'snapshot', snapshot, volume: snapshot.volume };
  }
}

function isBeingDeleted(backup: BackupRow | null): boolean {
  return backup === null || backup.status === 'deleting' || backup.status === 'deleted';
}
