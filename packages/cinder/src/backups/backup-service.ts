// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { InvalidBackup, NotSupportedOperation } from '../errors/backups.js';
import type { Page } from '../paging/page.js';
import type { BackupRpc } from '../rpc/backup-rpc.js';
import { BackupCreation, type NewBackup } from './backup-creation.js';
import type { BackupHosts } from './backup-hosts.js';
import type { BackupQuota } from './backup-quota.js';
import { BackupRecords } from './backup-records.js';
import type { BackupRepository, BackupRow } from './backup-repository.js';
import { BackupRestoration, type Restoration, type RestoreTarget } from './backup-restoration.js';
import type { BackupSchedulerRpc, BackupVolumes } from './ports.js';

export interface BackupServiceInit {
  readonly backups: BackupRepository;
  readonly hosts: BackupHosts;
  readonly volumes: BackupVolumes;
  readonly quota: BackupQuota;
  readonly backupRpc: BackupRpc;
  readonly schedulerRpc: BackupSchedulerRpc;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** What a client changes of a backup; what is undefined stays. */
export interface BackupUpdate {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  /** Replaces all. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

export interface BackupListQuery extends Page {
  /** By upstream's column names, or `name`; `all_tenants` is no column. */
  readonly filters: Readonly<Record<string, string>>;
  readonly allProjects: boolean;
}

/** Backups as the API knows them: upstream's cinder/backup/api.py. */
export class BackupService {
  readonly #init: BackupServiceInit;
  readonly #creation: BackupCreation;
  readonly #restoration: BackupRestoration;
  readonly #records: BackupRecords;

  constructor(init: BackupServiceInit) {
    this.#init = init;
    this.#creation = new BackupCreation(init);
    this.#restoration = new BackupRestoration(init);
    this.#records = new BackupRecords(init);
  }

  /** Throws `BackupNotFound`, `PolicyNotAuthorized`. */
  async get(context: RequestContext, id: string): Promise<BackupRow> {
    const backup = await this.#init.backups.get(context, id);
    this.#authorize('backup:get', backup, context);
    return backup;
  }

  /** Whether the caller may see whose a backup is. */
  seesOwner(context: RequestContext): boolean {
    const target = { project_id: context.projectId ?? null, user_id: context.userId ?? null };
    return this.#init.enforcer.enforce('backup:backup_project_attribute', target, context);
  }

  /** Of the caller's project, or of all for an administrator who asks for that. */
  list(context: RequestContext, { filters, allProjects, ...page }: BackupListQuery): Promise<BackupRow[]> {
    return this.#init.backups.list(context, { projectId: this.#projectOf(context, allProjects), filters }, page);
  }

  /** How many a list without pages would have. */
  count(context: RequestContext, { filters, allProjects }: Pick<BackupListQuery, 'filters' | 'allProjects'>) {
    return this.#init.backups.count({ projectId: this.#projectOf(context, allProjects), filters });
  }

  /** Throws what `BackupCreation.create` throws. */
  create(context: RequestContext, backup: NewBackup): Promise<BackupRow> {
    return this.#creation.create(context, backup);
  }

  async update(context: RequestContext, id: string, update: BackupUpdate): Promise<BackupRow> {
    const { backups } = this.#init;
    const backup = await this.get(context, id);
    this.#authorize('backup:update', backup, context);
    await backups.transaction(async (transaction) => {
      const changes = {
        ...(update.name === undefined ? {} : { displayName: update.name }),
        ...(update.description === undefined ? {} : { displayDescription: update.description }),
      };
      await backups.change(id, {}, changes, transaction);
      if (update.metadata !== undefined) await backups.replaceMetadata(transaction, id, update.metadata);
    });
    return backups.get(context, id);
  }

  /**
   * Hands a backup to a cinder-backup to be deleted.
   * @param force - whatever state it is in, where the driver can do that
   * @throws InvalidBackup, NotSupportedOperation, ServiceNotFound
   */
  async delete(context: RequestContext, id: string, { force = false } = {}): Promise<void> {
    const { backups, hosts, backupRpc, enforcer } = this.#init;
    const backup = await this.get(context, id);
    if (force) this.#authorize('volume_extension:backup_admin_actions:force_delete', backup, context);
    this.#authorize('backup:delete', backup, context);
    if (!force && backup.status !== 'available' && backup.status !== 'error')
      throw new InvalidBackup('Backup status must be available or error');
    if (force && !(await backupRpc.checkSupportToForceDelete(context, backup.host)))
      throw new NotSupportedOperation('force delete');
    enforcer.authorize(
      'backup:get_all',
      { project_id: context.projectId ?? null, user_id: context.userId ?? null },
      context,
    );
    if (await backups.hasChildren(id)) throw new InvalidBackup('Incremental backups exist for this backup.');
    const host = await hosts.pick(backup.host, backup.availabilityZone);
    if (!(await backups.change(id, { status: backup.status }, { status: 'deleting', host })))
      throw new InvalidBackup('Backup status must be available or error');
    try {
      await backupRpc.deleteBackup(context, await backups.get(context, id));
    } catch (error) {
      await backups.change(id, { status: 'deleting' }, { status: backup.status, host: backup.host });
      throw error;
    }
  }

  restore(context: RequestContext, id: string, target: RestoreTarget): Promise<Restoration> {
    return this.#restoration.restore(context, id, target);
  }

  /** Has a cinder-backup set the state, and clean up what the backup made for the time of its creation. */
  async resetStatus(context: RequestContext, id: string, status: string): Promise<void> {
    const { backups, hosts, backupRpc } = this.#init;
    const backup = await this.get(context, id);
    this.#authorize('volume_extension:backup_admin_actions:reset_status', backup, context);
    const host = await hosts.pick(backup.host, backup.availabilityZone);
    await backups.change(id, {}, { host });
    await backupRpc.resetStatus(context, { ...backup, host }, status);
  }

  exportRecord(context: RequestContext, id: string): Promise<Record<string, string>> {
    return this.#records.exportRecord(context, id);
  }

  importRecord(context: RequestContext, service: string, url: string): Promise<BackupRow> {
    return this.#records.importRecord(context, service, url);
  }

  #projectOf(context: RequestContext, allProjects: boolean): string | undefined {
    return context.isAdmin && allProjects ? undefined : (context.projectId ?? '');
  }

  #authorize(rule: string, { projectId, userId }: BackupRow, context: RequestContext): void {
    this.#init.enforcer.authorize(rule, { project_id: projectId, user_id: userId }, context);
  }
}
