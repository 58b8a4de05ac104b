// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { isUnavailable } from '@stackport/database';
import { MetadataCopyFailure, SnapshotIsBusy } from '../../errors/volume-driver.js';
import type { Reservations } from '../../quotas/quota-engine.js';
import type { SnapshotWithVolume } from './manager-repository.js';
import type { VolumeBackend } from './volume-backend.js';

const nothing = async (): Promise<void> => undefined;

/** Makes, deletes and goes back to snapshots. */
export class Snapshots {
  readonly #backend: VolumeBackend;

  constructor(backend: VolumeBackend) {
    this.#backend = backend;
  }

  /** @returns the snapshot's id; null for a message that came again */
  async create(context: RequestContext, snapshotId: string, claimed = nothing): Promise<string | null> {
    const { repository, claims, messages, logger } = this.#backend.init;
    const snapshot = await repository.getSnapshot(snapshotId);
    if (snapshot?.status !== 'creating') return null;
    if (!(await claims.claim('Snapshot', snapshotId, 'creating', this.#backend.service.id))) return null;
    return claims.run('Snapshot', snapshotId, async () => {
      await claimed();
      await this.#backend.notifySnapshot(context, snapshot, snapshot.volume, 'create.start');
      try {
        const update = await this.#backend.locks.run(snapshot.volumeId, () =>
          this.#backend.driver.createSnapshot(snapshot, snapshot.volume),
        );
        if (snapshot.volume.bootable === true) await this.#copyImageFacts(snapshot);
        await repository.updateSnapshot(snapshotId, {
          providerId: update.providerId,
          providerLocation: update.providerLocation,
          providerAuth: update.providerAuth,
          status: 'available',
          progress: '100%',
          encryptionKeyId: snapshot.volume.encryptionKeyId,
        });
      } catch (error) {
        if (isUnavailable(error)) throw error;
        await repository.updateSnapshot(snapshotId, { status: 'error' }, { status: 'creating' });
        await messages.create(context, {
          action: 'SNAPSHOT_CREATE',
          resourceType: 'VOLUME_SNAPSHOT',
          resourceId: snapshotId,
          error,
          detail: error instanceof MetadataCopyFailure ? 'SNAPSHOT_UPDATE_METADATA_FAILED' : 'SNAPSHOT_CREATE_ERROR',
        });
        throw error;
      }
      await this.#backend.notifySnapshot(context, { ...snapshot, status: 'available' }, snapshot.volume, 'create.end');
      logger.info(`Create snapshot completed successfully (snapshot ${snapshotId})`);
      return snapshotId;
    });
  }

  /** Resolves for a snapshot that is gone. */
  async delete(
    context: RequestContext,
    { snapshotId, unmanageOnly = false }: { snapshotId: string; unmanageOnly?: boolean },
    claimed = nothing,
  ): Promise<void> {
    const { repository, claims } = this.#backend.init;
    const snapshot = await repository.getSnapshot(snapshotId);
    if (snapshot === undefined) return;
    if (!(await claims.claim('Snapshot', snapshotId, 'deleting', this.#backend.service.id))) return;
    await claims.run('Snapshot', snapshotId, async () => {
      await claimed();
      await this.#backend.locks.run(snapshotId, () => this.#delete(context, snapshot, unmanageOnly));
    });
  }

  async revert(context: RequestContext, volumeId: string, snapshotId: string): Promise<void> {
    const { repository, logger } = this.#backend.init;
    const [volume, snapshot] = await Promise.all([this.#backend.volume(volumeId), this.#backend.snapshot(snapshotId)]);
    if (volume.status !== 'reverting') return;
    const back = async (status: string): Promise<void> => {
      await repository.updateVolume(volumeId, { status }, { status: 'reverting' });
      await repository.updateSnapshot(snapshotId, { status: 'available' }, { status: 'restoring' });
      await this.#backend.notifyVolume(context, volume, 'revert.end');
      await this.#backend.notifySnapshot(context, snapshot, volume, 'revert.end');
    };
    try {
      await this.#backend.notifyVolume(context, volume, 'revert.start');
      await this.#backend.notifySnapshot(context, snapshot, volume, 'revert.start');
      await this.#backend.locks.run(volumeId, () => this.#backend.driver.revertToSnapshot(volume, snapshot));
    } catch (error) {
      await back('error');
      throw error;
    }
    await back('available');
    logger.info(`Volume ${volumeId} reverted to snapshot ${snapshotId} successfully.`);
  }

  async #delete(context: RequestContext, snapshot: SnapshotWithVolume, unmanageOnly: boolean): Promise<void> {
    const { repository, quotas, messages, logger } = this.#backend.init;
    await this.#backend.notifySnapshot(context, snapshot, snapshot.volume, 'delete.start');
    try {
      if (unmanageOnly) await this.#backend.driver.unmanageSnapshot(snapshot);
      else await this.#backend.driver.deleteSnapshot(snapshot);
    } catch (error) {
      const isBusy = error instanceof SnapshotIsBusy;
      await repository.updateSnapshot(snapshot.id, { status: isBusy ? 'available' : 'error_deleting' });
      await messages.create(context, {
        action: 'SNAPSHOT_DELETE',
        resourceType: 'VOLUME_SNAPSHOT',
        resourceId: snapshot.id,
        error,
        ...(isBusy ? {} : { detail: 'SNAPSHOT_DELETE_ERROR' as const }),
      });
      if (isBusy) return;
      throw error;
    }
    const reservations = await this.#giveBack(context, snapshot);
    const wasThere = await repository.transaction(async (tx) => {
      const deleted = await repository.deleteSnapshot(snapshot.id, tx);
      if (deleted) await quotas.commit(context, reservations, { transaction: tx });
      return deleted;
    });
    if (!wasThere) {
      await quotas.rollback(context, reservations);
      return;
    }
    await this.#backend.notifySnapshot(context, snapshot, snapshot.volume, 'delete.end');
    logger.info(`${unmanageOnly ? 'Unmanage' : 'Delete'} snapshot completed successfully. (snapshot ${snapshot.id})`);
  }

  async #giveBack(context: RequestContext, snapshot: SnapshotWithVolume): Promise<Reservations | null> {
    const { quotas, settings, logger } = this.#backend.init;
    if (snapshot.useQuota === false) return null;
    try {
      const deltas: Record<string, number> = { snapshots: -1 };
      if (!settings.isSnapshotSpaceFree) deltas.gigabytes = -(snapshot.volumeSize ?? 0);
      await quotas.addVolumeTypeOptions(context, deltas, snapshot.volume.volumeTypeId);
      return await quotas.reserve(context, deltas, { projectId: snapshot.projectId ?? undefined });
    } catch (error) {
      logger.error('Update snapshot usages failed.', error);
      return null;
    }
  }

  async #copyImageFacts(snapshot: SnapshotWithVolume): Promise<void> {
    const { repository } = this.#backend.init;
    try {
      const facts = await repository.getGlanceMetadata({ volumeId: snapshot.volumeId });
      await repository.addSnapshotGlanceMetadata(snapshot.id, facts);
    } catch (error) {
      throw new MetadataCopyFailure(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }
}
