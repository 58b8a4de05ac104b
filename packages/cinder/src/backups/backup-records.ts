// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { InvalidInput } from '../errors/base.js';
import { InvalidBackup } from '../errors/backups.js';
import { ServiceNotFound } from '../errors/services.js';
import { decodeBackupRecord, isCount } from './backup-record.js';
import type { BackupRow } from './backup-repository.js';
import type { BackupServiceInit } from './backup-service.js';

/** `volume_id` of a backup whose record was imported and not read yet. */
export const IMPORT_VOLUME_ID = '00000000-0000-0000-0000-000000000000';

/** Records of backups that go from one Block Storage service to another. */
export class BackupRecords {
  readonly #init: BackupServiceInit;

  constructor(init: BackupServiceInit) {
    this.#init = init;
  }

  /** `backup_service` and `backup_url`. Throws `InvalidBackup`, `ServiceNotFound`. */
  async exportRecord(context: RequestContext, id: string): Promise<Record<string, string>> {
    const { backups, hosts, enforcer, backupRpc } = this.#init;
    const backup = await backups.get(context, id);
    const owner = { project_id: backup.projectId, user_id: backup.userId };
    enforcer.authorize('backup:get', owner, context);
    enforcer.authorize('backup:export-import', owner, context);
    if (backup.status !== 'available')
      throw new InvalidBackup(`Backup status must be available and not ${backup.status ?? 'None'}.`);
    const host = await hosts.pick(backup.host, backup.availabilityZone);
    await backups.change(id, {}, { host });
    return backupRpc.exportRecord(context, { ...backup, host });
  }

  /**
   * Stores a backup with the record's id, and has the services try in turn which of them keeps it.
   * @param service - the driver's class
   * @throws InvalidInput, InvalidBackup, ServiceNotFound, BackupLimitExceeded, VolumeBackupSizeExceedsAvailableQuota
   */
  async importRecord(context: RequestContext, service: string, url: string): Promise<BackupRow> {
    const { backups, hosts, backupRpc } = this.#init;
    const others = (await hosts.list()).map(({ host }) => host);
    const first = others.pop();
    if (first === undefined) throw new ServiceNotFound(service);
    const backup = await this.#prepare(context, url);
    try {
      await backupRpc.importRecord(context, first, backup, { service, url, hosts: others });
    } catch (error) {
      await backups.fail(backup.id, (error as Error).message, { from: ['creating'] });
      throw error;
    }
    return backup;
  }

  async #prepare(context: RequestContext, url: string): Promise<BackupRow> {
    const { backups, quota } = this.#init;
    const { id, size } = decodeBackupRecord(url);
    if (id === undefined) throw new InvalidInput('Provided backup record is missing an id');
    if (size === undefined) throw new InvalidInput('Provided backup record is missing size attribute');
    if (typeof id !== 'string' || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
      throw new InvalidInput('Provided backup record has a wrong value for id');
    if (!isCount(size)) throw new InvalidInput('Provided backup record has a wrong value for size');
    const existing = await backups.find(id);
    if (existing !== null && existing.status !== 'deleted')
      throw new InvalidBackup('Backup already exists in database.');
    const values = {
      userId: context.userId ?? null,
      projectId: context.projectId ?? null,
      volumeId: IMPORT_VOLUME_ID,
      status: 'creating',
      size,
    };
    return quota.take(context, size, backups, async (transaction) => {
      if (existing === null) return backups.create(transaction, { ...values, id }, {});
      // A deleted one is taken up again: differences refer to it by its id.
      const revived = { ...values, deleted: false, deletedAt: null, service: null, failReason: null };
      if (!(await backups.change(id, { deleted: true, status: 'deleted' }, revived, transaction)))
        throw new InvalidBackup('Backup already exists in database.');
      return { ...existing, ...revived, metadata: [] };
    });
  }
}
