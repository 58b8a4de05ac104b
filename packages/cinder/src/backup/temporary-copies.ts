// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { BackupWorker } from './backup-worker.js';

/** The snapshot or the clone that cinder-volume made of a volume in use, for the time of a backup. */
export class TemporaryCopies {
  readonly #worker: BackupWorker;

  constructor(worker: BackupWorker) {
    this.#worker = worker;
  }

  /** Has what a backup has of them deleted. */
  async remove(context: RequestContext, backupId: string): Promise<void> {
    const { backups } = this.#worker;
    const backup = await backups.find(backupId);
    if (backup?.tempVolumeId) {
      await this.#removeVolume(context, backup.tempVolumeId);
      await backups.forgetCopy(backupId, 'tempVolumeId');
    }
    if (backup?.tempSnapshotId) {
      await this.#removeSnapshot(context, backup.tempSnapshotId);
      await backups.forgetCopy(backupId, 'tempSnapshotId');
    }
  }

  async #removeVolume(context: RequestContext, volumeId: string): Promise<void> {
    const { volumes, volumeRpc, logger } = this.#worker;
    const volume = await volumes.findVolume(volumeId);
    if (volume === null) logger.debug(`Could not find temp volume ${volumeId} to clean up.`);
    else await volumeRpc.deleteVolume(context, volume);
  }

  async #removeSnapshot(context: RequestContext, snapshotId: string): Promise<void> {
    const { volumes, volumeRpc, logger } = this.#worker;
    const snapshot = await volumes.findSnapshot(snapshotId);
    if (snapshot === null) {
      logger.debug(`Could not find temp snapshot ${snapshotId} to clean up.`);
      return;
    }
    await volumes.changeSnapshot(snapshotId, [snapshot.status ?? ''], 'deleting');
    await volumeRpc.deleteSnapshot(context, snapshot.volume, { ...snapshot, status: 'deleting' });
  }
}
