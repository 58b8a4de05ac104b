// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { BackupRow, BackupState } from '../backups/backup-repository.js';
import { InvalidBackup } from '../errors/backups.js';
import type { Reservations } from '../quotas/quota-engine.js';
import type { IncomingMessage } from '../rpc/create-endpoint.js';
import { notifyAbout, tellUser, type BackupWorker } from './backup-worker.js';

/** Removing a backup's data and its row: upstream's delete_backup. Doing it twice does no harm. */
export class DeleteFlow {
  readonly #worker: BackupWorker;
  readonly #running = new Set<string>();

  constructor(worker: BackupWorker) {
    this.#worker = worker;
  }

  /** @param message - undefined where it is resumed at start */
  async delete(context: RequestContext, backupId: string, message?: IncomingMessage): Promise<void> {
    const { backups, logger } = this.#worker;
    const backup = await backups.find(backupId);
    if (backup === null || backup.deleted === true || this.#running.has(backupId)) {
      logger.info(`Backup ${backupId} is gone or being deleted already: nothing to do.`);
      return;
    }
    this.#running.add(backupId);
    try {
      logger.info(`Delete backup started, backup: ${backupId}.`);
      await notifyAbout(this.#worker, context, backup, 'delete.start');
      await this.#requireStates(context, backup);
      await message?.acknowledge();
      await this.#deleteData(context, backup);
      await this.#deleteRow(context, backup);
      logger.info(`Delete backup finished, backup ${backupId} deleted.`);
      await notifyAbout(this.#worker, context, { ...backup, status: 'deleted' }, 'delete.end');
    } finally {
      this.#running.delete(backupId);
    }
  }

  async #requireStates(context: RequestContext, backup: BackupRow): Promise<void> {
    const { setup } = this.#worker;
    if (backup.status !== 'deleting') {
      await tellUser(this.#worker, context, backup.id, 'BACKUP_DELETE', 'BACKUP_INVALID_STATE');
      throw await this.#failed(
        backup,
        `Delete_backup aborted, expected backup status deleting but got ${backup.status ?? 'None'}.`,
      );
    }
    if (backup.service && !setup.isWorking) {
      await tellUser(this.#worker, context, backup.id, 'BACKUP_DELETE', 'BACKUP_SERVICE_DOWN');
      throw await this.#failed(backup, 'Delete backup is aborted due to backup service is down.', 'error_deleting');
    }
    if (!setup.isOurs(backup.service))
      throw await this.#failed(
        backup,
        `Delete backup aborted, the backup service currently configured [${setup.name}] is not the backup service ` +
          `that was used to create this backup [${backup.service ?? ''}].`,
      );
  }

  async #failed(backup: BackupRow, reason: string, to: BackupState = 'error'): Promise<InvalidBackup> {
    await this.#worker.backups.change(
      backup.id,
      { status: backup.status },
      { status: to, failReason: reason.slice(0, 255) },
    );
    return new InvalidBackup(reason);
  }

  async #deleteData(context: RequestContext, backup: BackupRow): Promise<void> {
    const { setup, backups } = this.#worker;
    if (!backup.service) return;
    try {
      await setup.driver.delete(backup);
    } catch (error) {
      await backups.fail(backup.id, (error as Error).message, { from: ['deleting'] });
      await tellUser(this.#worker, context, backup.id, 'BACKUP_DELETE', 'BACKUP_DELETE_DRIVER_ERROR');
      throw error;
    }
  }

  /** The row, the parent's count and the quota change together; a quota that cannot be given back keeps no row. */
  async #deleteRow(context: RequestContext, backup: BackupRow): Promise<void> {
    const { backups, quotas, keys, logger } = this.#worker;
    const projectId = backup.projectId ?? '';
    let reservations: Reservations | undefined;
    try {
      const deltas = { backups: -1, backup_gigabytes: -(backup.size ?? 0) };
      reservations = await quotas.reserve(context, deltas, { projectId });
    } catch (error) {
      logger.error('Failed to update usages deleting backup', error);
    }
    try {
      if (backup.encryptionKeyId !== null) {
        await keys.delete(context, backup.encryptionKeyId);
        await backups.change(backup.id, {}, { encryptionKeyId: null });
      }
      const isGone = await backups.transaction(async (transaction) => {
        if (!(await backups.destroy(transaction, backup))) return false;
        await quotas.commit(context, reservations, { projectId, transaction });
        return true;
      });
      if (!isGone) await quotas.rollback(context, reservations, { projectId });
    } catch (error) {
      await quotas.rollback(context, reservations, { projectId });
      await backups.fail(backup.id, (error as Error).message, { from: ['deleting'] });
      throw error;
    }
  }
}
