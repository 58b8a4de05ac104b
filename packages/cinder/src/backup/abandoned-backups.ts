// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { BackupRow } from '../backups/backup-repository.js';
import type { BackupWorker } from './backup-worker.js';
import type { BackedUpVolume } from './backup-volume-repository.js';
import type { DeleteFlow } from './delete-flow.js';
import type { TemporaryCopies } from './temporary-copies.js';

/**
 * What a process of this host that was killed left behind: backups that it was making are errors, those that it was
 * restoring are available and their volumes errors, deletions are finished (upstream's
 * _cleanup_incomplete_backup_operations).
 */
export class AbandonedBackups {
  readonly #worker: BackupWorker;
  readonly #deletion: DeleteFlow;
  readonly #copies: TemporaryCopies;

  constructor(worker: BackupWorker, deletion: DeleteFlow, copies: TemporaryCopies) {
    this.#worker = worker;
    this.#deletion = deletion;
    this.#copies = copies;
  }

  /**
   * Before the first message is taken. What fails is logged, and the next one is tried.
   * @returns the deletions that are still to be done, each as a function
   */
  async settle(context: RequestContext): Promise<(() => Promise<void>)[]> {
    const { backups, host, logger } = this.#worker;
    logger.info('Cleaning up incomplete backup operations.');
    const deletions: (() => Promise<void>)[] = [];
    for (const backup of await backups.listByHost(host)) {
      try {
        if (backup.status === 'deleting') await this.#settleDeletion(context, backup, deletions);
        else await this.#settleOne(context, backup);
      } catch (error) {
        logger.error(`Problem cleaning up backup ${backup.id}.`, error);
      }
      try {
        if ((await backups.find(backup.id))?.status === 'error') await this.#copies.remove(context, backup.id);
      } catch (error) {
        logger.error(`Problem cleaning temp volumes and snapshots for backup ${backup.id}.`, error);
      }
    }
    return deletions;
  }

  async #settleOne(context: RequestContext, backup: BackupRow): Promise<void> {
    const { backups, volumes, logger } = this.#worker;
    if (backup.status === 'creating' && backup.service !== null) {
      // One without a service is a message that still waits in the queue.
      logger.info(`Resetting backup ${backup.id} to error (was creating).`);
      if (backup.snapshotId !== null) await volumes.changeSnapshot(backup.snapshotId, ['backing-up'], 'available');
      await this.#releaseVolume(context, backup.volumeId);
      await backups.fail(backup.id, 'incomplete backup reset on manager restart', { from: ['creating'] });
    } else if (backup.status === 'restoring') {
      // One whose message still waits cannot be told from one that was begun: both are given up, as upstream.
      logger.info(`Resetting backup ${backup.id} to available (was restoring).`);
      if (backup.restoreVolumeId !== null) {
        await this.#releaseVolume(context, backup.restoreVolumeId);
        await this.#giveUpNew(context, backup.restoreVolumeId);
      }
      await backups.change(backup.id, { status: 'restoring' }, { status: 'available' });
    }
  }

  async #settleDeletion(context: RequestContext, backup: BackupRow, deletions: (() => Promise<void>)[]): Promise<void> {
    const { backups, logger } = this.#worker;
    if (backup.encryptionKeyId === null) {
      logger.info(`Resuming delete on backup: ${backup.id}.`);
      deletions.push(() => this.#deletion.delete(context, backup.id));
      return;
    }
    // A key is deleted with its owner's token, which this process has not.
    logger.info(
      `Unable to resume deleting backup of an encrypted volume, resetting backup ${backup.id} to error_deleting (was deleting).`,
    );
    await backups.change(backup.id, { status: 'deleting' }, { status: 'error_deleting' });
  }

  async #releaseVolume(context: RequestContext, volumeId: string): Promise<void> {
    const { volumes, logger } = this.#worker;
    const volume = await volumes.findVolume(volumeId);
    if (volume?.status === 'backing-up') {
      await this.#detach(context, volume);
      const status = volume.previousStatus ?? 'available';
      logger.info(`Resetting volume ${volumeId} to previous status ${status} (was backing-up).`);
      await volumes.changeVolume(volumeId, ['backing-up'], { status });
    } else if (volume?.status === 'restoring-backup') {
      await this.#detach(context, volume);
      logger.info(`Setting volume ${volumeId} to error_restoring (was restoring-backup).`);
      await volumes.changeVolume(volumeId, ['restoring-backup'], { status: 'error_restoring' });
    }
  }

  /** One that is made from a backup is creating until it has the bytes; upstream leaves it so. */
  async #giveUpNew(context: RequestContext, volumeId: string): Promise<void> {
    const { volumes, logger } = this.#worker;
    const volume = await volumes.findVolume(volumeId);
    if (volume?.status !== 'creating') return;
    await this.#detach(context, volume);
    logger.info(`Setting volume ${volumeId} to error (was creating).`);
    await volumes.changeVolume(volumeId, ['creating'], { status: 'error' });
  }

  /** What this host had attached for itself. */
  async #detach(context: RequestContext, volume: BackedUpVolume): Promise<void> {
    const { volumeRpc, host, logger } = this.#worker;
    for (const { id, attachedHost, instanceUuid } of volume.attachments) {
      if (attachedHost !== host || instanceUuid !== null) continue;
      await volumeRpc
        .detachVolume(context, volume, id)
        .catch((error: unknown) => logger.error(`Detach attachment ${id} failed.`, error));
    }
  }
}
