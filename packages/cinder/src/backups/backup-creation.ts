// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { compareAndSwap, now } from '@stackport/database';
import type { CinderTransaction } from '../database.js';
import { InvalidBackup } from '../errors/backups.js';
import { InvalidSnapshot } from '../errors/snapshots.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { SnapshotObjectRow, VolumeObjectRow } from '../objects/from-rows.js';
import type { BackupRow } from './backup-repository.js';
import type { BackupServiceInit } from './backup-service.js';

/** A backup that a client wants. */
export interface NewBackup {
  readonly name: string | null;
  readonly description: string | null;
  readonly volumeId: string;
  /** Where the driver keeps it; the driver's own choice where none is named. */
  readonly container: string | null;
  /** Only what changed since the last backup. */
  readonly incremental: boolean;
  readonly availabilityZone: string | null;
  /** Also of a volume that is in use. */
  readonly force: boolean;
  /** The snapshot of the volume that is backed up instead of it. */
  readonly snapshotId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What is backed up, in the state in which it was found. */
interface Source {
  readonly volume: VolumeObjectRow;
  readonly snapshot: SnapshotObjectRow | undefined;
}

/** Making a backup, up to the message to the scheduler. */
export class BackupCreation {
  readonly #init: BackupServiceInit;

  constructor(init: BackupServiceInit) {
    this.#init = init;
  }

  /**
   * Marks the volume or the snapshot as being backed up, stores the backup and its quota (all or nothing), and has the
   * scheduler find a cinder-backup.
   * @throws InvalidVolume, InvalidSnapshot, InvalidBackup, BackupLimitExceeded, VolumeBackupSizeExceedsAvailableQuota
   */
  async create(context: RequestContext, wanted: NewBackup): Promise<BackupRow> {
    const { backups, quota, schedulerRpc } = this.#init;
    const source = await this.#source(context, wanted);
    const size = source.volume.size ?? 0;
    const backup = await quota.take(context, size, backups, async (transaction) => {
      const parentRow = wanted.incremental ? await this.#parent(context, source) : undefined;
      await this.#occupy(transaction, source);
      return backups.create(transaction, this.#row(context, wanted, source, parentRow), wanted.metadata);
    });
    try {
      await schedulerRpc.createBackup(context, backup);
    } catch (error) {
      await backups.fail(backup.id, (error as Error).message, { from: ['creating'] });
      await backups.transaction((transaction) => this.#release(transaction, source));
      throw error;
    }
    return backup;
  }

  async #source(context: RequestContext, { volumeId, snapshotId, force }: NewBackup): Promise<Source> {
    const { volumes, enforcer } = this.#init;
    const volume = await volumes.get(context, volumeId);
    enforcer.authorize('backup:create', { project_id: volume.projectId, user_id: volume.userId }, context);
    if (snapshotId === null) {
      requireVolumeState(volume, force);
      return { volume, snapshot: undefined };
    }
    const snapshot = await volumes.getSnapshot(context, snapshotId);
    if (snapshot.volumeId !== volumeId)
      throw new InvalidVolume(`Volume ${volumeId} does not match with snapshot.volume_id ${snapshot.volumeId}.`);
    requireSnapshotState(snapshot.status);
    return { volume, snapshot };
  }

  /** The backup that the new one is the difference to: the one with the newest data before the snapshot, if it is of one. */
  async #parent(context: RequestContext, { volume, snapshot }: Source): Promise<BackupRow> {
    const all = await this.#init.backups.listByVolume(volume.id, context.projectId);
    if (all.length === 0) throw new InvalidBackup('No backups available to do an incremental backup.');
    const dataTime = ({ dataTimestamp }: BackupRow): number => {
      const time = dataTimestamp?.getTime() ?? 0;
      return snapshot === undefined || time < (snapshot.createdAt?.getTime() ?? 0) ? time : -1;
    };
    const latest = all.reduce((best, backup) => (dataTime(backup) > dataTime(best) ? backup : best));
    if (latest.status !== 'available')
      throw new InvalidBackup('The parent backup must be available for incremental backup.');
    return latest;
  }

  async #occupy(transaction: CinderTransaction, { volume, snapshot }: Source): Promise<void> {
    const updatedAt = now();
    if (snapshot === undefined) {
      const { id, status } = volume;
      const changes = { status: 'backing-up', previousStatus: status, updatedAt };
      if (!(await compareAndSwap(transaction.volume, { id, status, deleted: false }, changes))) {
        const current = await transaction.volume.findUnique({ where: { id }, select: { status: true } });
        throw notBackedUp(current?.status ?? 'deleted');
      }
      return;
    }
    const { id, status } = snapshot;
    if (await compareAndSwap(transaction.snapshot, { id, status, deleted: false }, { status: 'backing-up', updatedAt }))
      return;
    const current = await transaction.snapshot.findUnique({ where: { id }, select: { status: true } });
    throw notBackedUpSnapshot(current?.status ?? 'deleted');
  }

  async #release(transaction: CinderTransaction, { volume, snapshot }: Source): Promise<void> {
    const updatedAt = now();
    if (snapshot === undefined)
      await compareAndSwap(
        transaction.volume,
        { id: volume.id, status: 'backing-up' },
        { status: volume.status, previousStatus: 'error_backing-up', updatedAt },
      );
    else
      await compareAndSwap(
        transaction.snapshot,
        { id: snapshot.id, status: 'backing-up' },
        { status: snapshot.status, updatedAt },
      );
  }

  #row(
    context: RequestContext,
    wanted: NewBackup,
    { volume, snapshot }: Source,
    parent: BackupRow | undefined,
  ): Parameters<BackupServiceInit['backups']['create']>[1] {
    const createdAt = now();
    return {
      userId: context.userId ?? null,
      projectId: context.projectId ?? null,
      displayName: wanted.name,
      displayDescription: wanted.description,
      volumeId: volume.id,
      status: 'creating',
      container: wanted.container,
      availabilityZone: wanted.availabilityZone,
      parentId: parent?.id ?? null,
      size: volume.size,
      snapshotId: snapshot?.id ?? null,
      createdAt,
      dataTimestamp: snapshot?.createdAt ?? createdAt,
    };
  }
}

function requireVolumeState({ status }: VolumeObjectRow, force: boolean): void {
  if (status !== 'available' && status !== 'in-use') throw notBackedUp(status ?? '');
  if (status === 'in-use' && !force) throw new InvalidVolume('Backing up an in-use volume must use the force flag.');
}

function notBackedUp(status: string): InvalidVolume {
  return new InvalidVolume(
    `Volume to be backed up must be available or in-use, but the current status is "${status}".`,
  );
}

function requireSnapshotState(status: string | null): void {
  if (status !== 'available') throw notBackedUpSnapshot(status ?? '');
}

function notBackedUpSnapshot(status: string): InvalidSnapshot {
  return new InvalidSnapshot(`Snapshot to be backed up must be available, but the current status is "${status}".`);
}
