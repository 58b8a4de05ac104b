// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { ServiceNotFound } from '../../errors/services.js';
import { shortHostOf } from '../../rpc/addressing.js';
import type { VolumeRow } from '../../volumes/volume.js';
import type { SchedulerDependencies } from './dependencies.js';

const BINARY = 'cinder-backup';
const NOT_FOUND = 'Service not found for creating backup.';

/** Chooses the cinder-backup that makes a backup. */
export class ScheduleBackup {
  readonly #dependencies: SchedulerDependencies;
  /** What each reports, by its host. */
  readonly #reports = new Map<string, Readonly<Record<string, unknown>>>();

  constructor(dependencies: SchedulerDependencies) {
    this.#dependencies = dependencies;
  }

  update(host: string, capabilities: Readonly<Record<string, unknown>>): void {
    this.#reports.set(host, capabilities);
  }

  /** Without a service the backup is `error`, its volume is what it was, and the user is told. */
  async create(context: RequestContext, backupId: string): Promise<void> {
    const { backups, volumes, backupRpc, logger } = this.#dependencies;
    const admin = RequestContext.admin();
    const backup = await backups.get(admin, backupId);
    const volume = await volumes.get(admin, backup.volumeId);
    try {
      const host = await this.#hostFor(volume);
      if (!(await backups.change(backupId, { status: 'creating' }, { host }))) {
        logger.info(`Backup ${backupId} is not to be made: ${backup.status ?? ''}`);
        return;
      }
      await backupRpc.createBackup(context, { ...backup, host });
    } catch (error) {
      await this.#fail(context, backupId, volume, error);
      if (!(error instanceof ServiceNotFound)) throw error;
    }
  }

  async #fail(context: RequestContext, backupId: string, volume: VolumeRow, error: unknown): Promise<void> {
    const { backups, volumes, messages, logger } = this.#dependencies;
    const { status, previousStatus } = volume;
    await volumes.changeWhere(
      volume.id,
      { status: 'backing-up' },
      { status: previousStatus ?? 'available', previousStatus: status },
    );
    logger.error(NOT_FOUND, error);
    await backups.fail(backupId, NOT_FOUND, { from: ['creating'] });
    await messages.create(context, {
      action: 'BACKUP_CREATE',
      resourceType: 'VOLUME_BACKUP',
      resourceId: backupId,
      detail: 'BACKUP_SCHEDULE_ERROR',
    });
  }

  /** One that works in the volume's zone; with `backup_use_same_host` the one on the volume's host. */
  async #hostFor({ host, availabilityZone }: VolumeRow): Promise<string> {
    const { services, settings } = this.#dependencies;
    const inZone = (zone: unknown): boolean => !availabilityZone || zone === availabilityZone;
    if (host !== null && settings.backup_use_same_host) {
      const row = await services.find(shortHostOf(host), BINARY);
      if (row?.host && row.disabled !== true && services.isUp(row) && inZone(row.availabilityZone)) return row.host;
      throw new ServiceNotFound(BINARY);
    }
    const working = [...this.#reports].filter(
      ([, { backend_state: works, availability_zone: zone }]) => works === true && inZone(zone),
    );
    const chosen = working[Math.floor(Math.random() * working.length)];
    if (chosen === undefined) throw new ServiceNotFound(BINARY);
    return chosen[0];
  }
}
