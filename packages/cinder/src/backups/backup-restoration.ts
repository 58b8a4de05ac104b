// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestContext } from '@stackport/context';
import { compareAndSwap, now } from '@stackport/database';
import { InvalidBackup } from '../errors/backups.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { VolumeObjectRow } from '../objects/from-rows.js';
import type { BackupRow } from './backup-repository.js';
import type { BackupServiceInit } from './backup-service.js';

/** Where a backup is restored to. */
export interface RestoreTarget {
  /** A new volume where none is named. */
  readonly volumeId: string | null;
  /** Of a new volume. */
  readonly name: string | null;
}

export interface Restoration {
  readonly backupId: string;
  readonly volumeId: string;
  readonly volumeName: string | null;
}

/** Milliseconds between two looks at a volume that is being created. */
const LOOK_EVERY_MS = 250;

/** Restoring a backup, up to the message to a cinder-backup. */
export class BackupRestoration {
  readonly #init: BackupServiceInit;

  constructor(init: BackupServiceInit) {
    this.#init = init;
  }

  /** @throws InvalidBackup, InvalidVolume, ServiceNotFound, and what creating a volume throws */
  async restore(context: RequestContext, id: string, target: RestoreTarget): Promise<Restoration> {
    const { backups, hosts, volumes, enforcer, backupRpc, logger } = this.#init;
    const backup = await backups.get(context, id);
    const owner = { project_id: backup.projectId, user_id: backup.userId };
    enforcer.authorize('backup:get', owner, context);
    enforcer.authorize('backup:restore', owner, context);
    if (backup.status !== 'available') throw new InvalidBackup('Backup status must be available');
    const { size } = backup;
    if (size === null) throw new InvalidBackup('Backup to be restored has invalid size');
    const volume =
      target.volumeId === null
        ? await this.#newVolume(context, { id, size, name: target.name })
        : await volumes.get(context, target.volumeId);
    if (volume.status !== 'available') throw new InvalidVolume('Volume to be restored to must be available');
    if (size > (volume.size ?? 0))
      throw new InvalidVolume(`volume size ${volume.size ?? 0} is too small to restore backup of size ${size}.`);
    logger.info(`Overwriting volume ${volume.id} with restore of backup ${id}`);
    const host = await hosts.pick(backup.host, backup.availabilityZone);
    await this.#occupy(backup, volume, host);
    try {
      await backupRpc.restoreBackup(context, host, await backups.get(context, id), volume.id);
    } catch (error) {
      await this.#release(backup, volume);
      throw error;
    }
    return { backupId: id, volumeId: volume.id, volumeName: volume.displayName };
  }

  async #newVolume(
    context: RequestContext,
    { id, size, name }: { readonly id: string; readonly size: number; readonly name: string | null },
  ): Promise<VolumeObjectRow> {
    const { volumes, logger } = this.#init;
    logger.info(`Creating volume of ${size} GB for restore of backup ${id}.`);
    const description = 'auto-created_from_restore_from_backup';
    let volume = await volumes.create(context, { size, name: name ?? `restore_backup_${id}`, description });
    while (volume.status === 'creating') {
      await sleep(LOOK_EVERY_MS);
      volume = await volumes.get(context, volume.id);
    }
    if (volume.status === 'error')
      throw new InvalidVolume(`Error while creating volume ${volume.id} for restoring backup ${id}.`);
    return volume;
  }

  async #occupy(backup: BackupRow, volume: VolumeObjectRow, host: string): Promise<void> {
    const { backups } = this.#init;
    await backups.transaction(async (transaction) => {
      const changes = { status: 'restoring', host, restoreVolumeId: volume.id };
      if (!(await backups.change(backup.id, { status: 'available' }, changes, transaction)))
        throw new InvalidBackup('Backup status must be available');
      const free = { id: volume.id, status: 'available', deleted: false };
      if (!(await compareAndSwap(transaction.volume, free, { status: 'restoring-backup', updatedAt: now() })))
        throw new InvalidVolume('Volume to be restored to must be available');
    });
  }

  async #release(backup: BackupRow, volume: VolumeObjectRow): Promise<void> {
    const { backups } = this.#init;
    await backups.transaction(async (transaction) => {
      await backups.change(backup.id, { status: 'restoring' }, { status: 'available', host: backup.host }, transaction);
      const occupied = { id: volume.id, status: 'restoring-backup', deleted: false };
      await compareAndSwap(transaction.volume, occupied, { status: 'available', updatedAt: now() });
    });
  }
}
