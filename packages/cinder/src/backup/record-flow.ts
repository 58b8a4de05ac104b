// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { decodeBackupRecord, encodeBackupRecord, importedValues } from '../backups/backup-record.js';
import type { BackupRow } from '../backups/backup-repository.js';
import { BackupNotFound, InvalidBackup } from '../errors/backups.js';
import { ServiceNotFound } from '../errors/services.js';
import type { BackupWorker } from './backup-worker.js';

const REQUIRED = [
  'display_name',
  'display_description',
  'container',
  'size',
  'service_metadata',
  'object_count',
  'id',
] as const;

/** Writing and reading the records of backups: upstream's export_record and import_record. */
export class RecordFlow {
  readonly #worker: BackupWorker;

  constructor(worker: BackupWorker) {
    this.#worker = worker;
  }

  /** Throws `InvalidBackup`. */
  async exportRecord(backupId: string): Promise<{ backup_service: string | null; backup_url: string }> {
    const { setup, logger } = this.#worker;
    const backup = await this.#get(backupId);
    logger.info(`Export record started, backup: ${backupId}.`);
    if (backup.status !== 'available')
      throw new InvalidBackup(
        `Export backup aborted, expected backup status available but got ${backup.status ?? 'None'}.`,
      );
    if (!setup.isOurs(backup.service))
      throw new InvalidBackup(
        `Export record aborted, the backup service currently configured [${setup.name}] is not the backup service ` +
          `that was used to create this backup [${backup.service ?? ''}].`,
      );
    try {
      const url = encodeBackupRecord(backup, setup.driver.exportRecord(backup));
      logger.info(`Export record finished, backup ${backupId} exported.`);
      return { backup_service: backup.service, backup_url: url };
    } catch (error) {
      throw new InvalidBackup((error as Error).message, { cause: error });
    }
  }

  /**
   * Makes a backup out of its record, or hands it to the next of the hosts where this one's driver is another.
   * Throws `InvalidBackup`, `ServiceNotFound`; the backup is an error then.
   */
  async importRecord(
    context: RequestContext,
    backupId: string,
    { service, url, hosts }: { readonly service: string; readonly url: string; readonly hosts: readonly string[] },
  ): Promise<void> {
    const { setup, backups, backupRpc, logger } = this.#worker;
    const backup = await this.#get(backupId);
    if (backup.status !== 'creating') {
      logger.info(`The record of backup ${backupId} was imported already: nothing to do.`);
      return;
    }
    logger.info(`Import record started, backup: ${backupId}.`);
    if (!setup.isOurs(service)) {
      const others = [...hosts];
      const next = others.pop();
      if (next !== undefined) return backupRpc.importRecord(context, next, backup, { service, url, hosts: others });
      await backups.fail(
        backupId,
        `Import record failed, cannot find backup service to perform the import. Request service ${service}.`,
        { from: ['creating'] },
      );
      throw new ServiceNotFound(service);
    }
    try {
      await this.#import(backup, url);
    } catch (error) {
      const reason = (error as Error).message;
      await backups.fail(backupId, reason, { from: ['creating'] });
      throw new InvalidBackup(reason, { cause: error });
    }
    logger.info(`Import record id ${backupId} metadata from driver finished.`);
  }

  async #import(backup: BackupRow, url: string): Promise<void> {
    const { setup, backups, host, availabilityZone } = this.#worker;
    const record = decodeBackupRecord(url);
    const { driver_info: driverInfo = {} } = record;
    if (typeof driverInfo !== 'object' || driverInfo === null) throw new InvalidImport('driver_info is no object');
    setup.driver.importRecord(backup, driverInfo as Record<string, unknown>);
    const missing = REQUIRED.filter((name) => !(name in record));
    if (missing.length > 0)
      throw new InvalidImport(
        `Driver successfully decoded imported backup data, but there are missing fields (${missing.join(', ')}).`,
      );
    if (record.id !== backup.id)
      throw new InvalidImport(
        `Trying to import backup metadata from id ${String(record.id)} into backup ${backup.id}.`,
      );
    const { changes, metadata } = importedValues(record);
    // The place of the quota is that of the size which it was reserved for.
    if (changes.size !== backup.size) throw new InvalidImport('Its size is not the one that it was announced with.');
    await backups.transaction(async (transaction) => {
      const values = { ...changes, service: setup.name, availabilityZone, host, status: 'available' };
      if (!(await backups.change(backup.id, { status: 'creating' }, values, transaction)))
        throw new InvalidImport('It is in another state meanwhile.');
      if (metadata !== undefined) await backups.replaceMetadata(transaction, backup.id, metadata);
    });
  }

  async #get(backupId: string): Promise<BackupRow> {
    const backup = await this.#worker.backups.find(backupId);
    if (backup === null || backup.deleted === true) throw new BackupNotFound(backupId);
    return backup;
  }
}

class InvalidImport extends Error {}
