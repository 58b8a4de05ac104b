// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import type { BackupRow } from '../backups/backup-repository.js';
import { BackupRestoreCancel, InvalidBackup } from '../errors/backups.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { IncomingMessage } from '../rpc/create-endpoint.js';
import { notifyAbout, tellUser, type BackupWorker } from './backup-worker.js';
import type { BackedUpVolume } from './backup-volume-repository.js';
import type { VolumeWriter } from './volume-access.js';

/** States of a volume that a backup is written over: of one that was there, and of one that is made from the backup. */
const TARGET_STATES = ['restoring-backup', 'creating'];

/** Writing a backup over a volume: upstream's restore_backup and _run_restore. */
export class RestoreFlow {
  readonly #worker: BackupWorker;
  /** What this process is restoring: the claim is the states of both rows, so a second message is told by this. */
  readonly #running = new Set<string>();

  constructor(worker: BackupWorker) {
    this.#worker = worker;
  }

  async restore(context: RequestContext, backupId: string, volumeId: string, message: IncomingMessage): Promise<void> {
    const { backups, volumes, limit, logger } = this.#worker;
    const backup = await backups.find(backupId);
    if (backup === null || this.#running.has(backupId)) {
      logger.info(`Backup ${backupId} is being restored already or is gone: nothing to do.`);
      return;
    }
    const volume = await volumes.getVolume(volumeId);
    const fits = TARGET_STATES.includes(volume.status ?? '') && backup.status === 'restoring';
    if (message.redelivered && !fits) {
      logger.info(`Backup ${backupId} was restored to volume ${volumeId} already: nothing to do.`);
      return;
    }
    this.#running.add(backupId);
    try {
      logger.info(`Restore backup started, backup: ${backupId} volume: ${volumeId}.`);
      await notifyAbout(this.#worker, context, backup, 'restore.start');
      await this.#requireStates(context, backup, volume);
      await message.acknowledge();
      await limit.run(() => this.#run(context, backup, volume));
    } finally {
      this.#running.delete(backupId);
    }
  }

  async #run(context: RequestContext, backup: BackupRow, volume: BackedUpVolume): Promise<void> {
    const { backups, volumes, logger } = this.#worker;
    let isCanceled = false;
    try {
      await this.#write(context, backup, volume);
    } catch (error) {
      isCanceled = error instanceof BackupRestoreCancel;
      if (!isCanceled) {
        await volumes.changeVolume(volume.id, TARGET_STATES, { status: 'error_restoring' });
        await backups.change(backup.id, { status: 'restoring' }, { status: 'available' });
        throw error;
      }
    }
    await this.#keepSource(backup, volume);
    await volumes.changeVolume(
      volume.id,
      TARGET_STATES,
      isCanceled
        ? { status: 'error' }
        : { status: 'available', ...(volume.status === 'creating' ? { launchedAt: now() } : {}) },
    );
    await backups.change(backup.id, { status: { notIn: ['deleting', 'deleted'] } }, { status: 'available' });
    logger.info(`${isCanceled ? 'Canceled' : 'Finished'} restoring backup ${backup.id} to volume ${volume.id}.`);
    await notifyAbout(this.#worker, context, (await backups.find(backup.id)) ?? backup, 'restore.end');
  }

  async #write(context: RequestContext, backup: BackupRow, volume: BackedUpVolume): Promise<void> {
    const { access, setup, backups, metadata, logger } = this.#worker;
    const chain = await backups.chain(backup);
    let writer: VolumeWriter;
    try {
      writer = await access.openForWriting(context, volume);
    } catch (error) {
      await tellUser(this.#worker, context, backup.id, 'BACKUP_RESTORE', 'ATTACH_ERROR');
      throw error;
    }
    let told = false;
    try {
      await setup.driver.restore(
        {
          chain,
          volumeId: volume.id,
          isWanted: async () => (await backups.find(backup.id))?.status === 'restoring',
          restoreMetadata: (text) => metadata.restore(volume.id, text),
          progress: (percent) =>
            logger.info(`Backup ${backup.id}: ${percent.toFixed(0)} % written to volume ${volume.id}.`),
        },
        writer,
      );
    } catch (error) {
      if (!(error instanceof BackupRestoreCancel)) {
        logger.error(`Restoring backup ${backup.id} to volume ${volume.id} failed.`, error);
        told = true;
        await tellUser(this.#worker, context, backup.id, 'BACKUP_RESTORE', 'BACKUP_RESTORE_ERROR');
      }
      throw error;
    } finally {
      await this.#close(context, backup, writer, told);
    }
    await this.#renewKey(context, backup, volume);
  }

  async #close(context: RequestContext, backup: BackupRow, writer: VolumeWriter, told: boolean): Promise<void> {
    try {
      await writer.close();
    } catch (error) {
      if (told) {
        this.#worker.logger.error('The volume could not be detached.', error);
        return;
      }
      await tellUser(this.#worker, context, backup.id, 'BACKUP_RESTORE', 'DETACH_ERROR');
      throw error;
    }
  }

  /** A volume of another backup than its own says which it came from. */
  async #keepSource(backup: BackupRow, volume: BackedUpVolume): Promise<void> {
    const { volumes } = this.#worker;
    const current = await volumes.findVolume(volume.id);
    const before = current?.metadata.find(({ key }) => key === 'src_backup_id')?.value;
    if (backup.volumeId === volume.id && (!before || before === backup.id)) return;
    if (current !== null) await volumes.writeMetadata(volume.id, { src_backup_id: backup.id }, { keep: true });
  }

  /** The restored metadata may have brought the backup's key: the volume gets a copy of its own, and its old key goes. */
  async #renewKey(context: RequestContext, backup: BackupRow, volume: BackedUpVolume): Promise<void> {
    const { volumes, backups, keys } = this.#worker;
    const { encryptionKeyId: restored } = await volumes.getVolume(volume.id);
    if (restored === volume.encryptionKeyId || restored === null) return;
    if (volume.encryptionKeyId !== null) await keys.delete(context, volume.encryptionKeyId);
    const source = backup.encryptionKeyId ?? restored;
    if (backup.encryptionKeyId === null) await backups.change(backup.id, {}, { encryptionKeyId: restored });
    await volumes.writeVolume(volume.id, { encryptionKeyId: await keys.clone(context, source) });
  }

  /** Where the states do not fit, both rows are brought into one that says so, as upstream. */
  async #requireStates(context: RequestContext, backup: BackupRow, volume: BackedUpVolume): Promise<void> {
    const { backups, volumes, setup } = this.#worker;
    const state = volume.status ?? '';
    if (!TARGET_STATES.includes(state)) {
      await backups.change(backup.id, { status: 'restoring' }, { status: 'available' });
      await volumes.changeVolume(volume.id, [state], { status: 'error_restoring' });
      await tellUser(this.#worker, context, backup.id, 'BACKUP_RESTORE', 'VOLUME_INVALID_STATE');
      throw new InvalidVolume(
        `Restore backup aborted, expected volume status ${TARGET_STATES.join(',')} but got ${state}.`,
      );
    }
    if (backup.status !== 'restoring') {
      const reason = `Restore backup aborted: expected backup status restoring but got ${backup.status ?? 'None'}.`;
      await backups.change(backup.id, { status: backup.status }, { status: 'error', failReason: reason });
      await volumes.changeVolume(volume.id, TARGET_STATES, { status: 'error' });
      await tellUser(this.#worker, context, backup.id, 'BACKUP_RESTORE', 'BACKUP_INVALID_STATE');
      throw new InvalidBackup(reason);
    }
    if (setup.isOurs(backup.service)) return;
    await backups.change(backup.id, { status: 'restoring' }, { status: 'available' });
    await volumes.changeVolume(volume.id, TARGET_STATES, { status: 'error' });
    throw new InvalidBackup(
      `Restore backup aborted, the backup service currently configured [${setup.name}] is not the backup service ` +
        `that was used to create this backup [${backup.service ?? ''}].`,
    );
  }
}
