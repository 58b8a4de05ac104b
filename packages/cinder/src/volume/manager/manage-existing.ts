// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import type { CinderTransaction } from '../../database.js';
import { OverQuota } from '../../errors/base.js';
import { VolumeSizeExceedsLimit } from '../../errors/quotas.js';
import { ManageExistingAlreadyManaged } from '../../errors/volume-driver.js';
import { describeOverQuota } from '../../quotas/over-quota.js';
import type { Reservations } from '../../quotas/quota-engine.js';
import type { SnapshotWithVolume, VolumeWithParts } from './manager-repository.js';
import type { VolumeBackend } from './volume-backend.js';

/**
 * Takes over what is on the back end already: upstream's flows/manager/manage_existing.py and its like of snapshots. The
 * API counted the row; what is reserved here is what its size comes to.
 */
export class ManageExisting {
  readonly #backend: VolumeBackend;

  constructor(backend: VolumeBackend) {
    this.#backend = backend;
  }

  /** Takes over what the reference names; its size becomes the volume's. A failure leaves it `error_managing`. */
  async volume(context: RequestContext, volumeId: string, reference: unknown): Promise<string> {
    const { repository, logger } = this.#backend.init;
    const volume = await this.#backend.volume(volumeId);
    if (volume.status !== 'managing') return volumeId;
    await this.#backend.notifyVolume(context, volume, 'manage_existing.start');
    try {
      await this.#takeVolume(context, volume, reference);
    } catch (error) {
      logger.error(`Volume ${volumeId}: manage failed.`, error);
      await repository.updateVolume(volumeId, { status: 'error_managing' }, { status: 'managing' });
      throw error;
    }
    const managed = await this.#backend.volume(volumeId);
    this.#backend.count(managed, 1);
    await this.#backend.notifyVolume(context, managed, 'manage_existing.end');
    logger.info(`Manage existing volume completed successfully. (volume ${volumeId})`);
    return volumeId;
  }

  /** Takes over what the reference names as a snapshot. A failure leaves it in `error`. */
  async snapshot(context: RequestContext, snapshotId: string, reference: unknown): Promise<string> {
    const { repository, logger } = this.#backend.init;
    const snapshot = await this.#backend.snapshot(snapshotId);
    if (snapshot.status !== 'creating') return snapshotId;
    await this.#backend.notifySnapshot(context, snapshot, snapshot.volume, 'manage_existing_snapshot.start');
    try {
      await this.#takeSnapshot(context, snapshot, reference);
    } catch (error) {
      logger.error(`Snapshot ${snapshotId}: manage failed.`, error);
      await repository.updateSnapshot(snapshotId, { status: 'error' }, { status: 'creating' });
      throw error;
    }
    const managed = await this.#backend.snapshot(snapshotId);
    await this.#backend.notifySnapshot(context, managed, managed.volume, 'manage_existing_snapshot.end');
    logger.info(`Manage existing snapshot completed successfully. (snapshot ${snapshotId})`);
    return snapshotId;
  }

  async #takeVolume(context: RequestContext, volume: VolumeWithParts, reference: unknown): Promise<void> {
    const { driver } = this.#backend;
    await this.#checkUnmanaged(reference);
    const size = await driver.manageExistingGetSize(volume, reference);
    await this.#checkLimit(context, volume, size);
    const reservations = await this.#reserve(context, volume, { gigabytes: size }, 'volumes');
    await this.#commit(context, reservations, async () => {
      const update = await driver.manageExisting({ ...volume, size }, reference);
      return async (tx) => {
        const { count } = await tx.volume.updateMany({
          where: { id: volume.id, status: 'managing', deleted: false },
          data: {
            ...update,
            size,
            status: 'available',
            launchedAt: now(),
            updatedAt: now(),
            serviceUuid: this.#backend.service.uuid,
          },
        });
        return count === 1;
      };
    });
  }

  async #takeSnapshot(context: RequestContext, snapshot: SnapshotWithVolume, reference: unknown): Promise<void> {
    const { driver, init } = this.#backend;
    await this.#checkUnmanaged(reference);
    const size = await driver.manageExistingSnapshotGetSize(snapshot, reference);
    const difference = size - (snapshot.volumeSize ?? 0);
    const deltas: Record<string, number> = init.settings.isSnapshotSpaceFree ? {} : { gigabytes: difference };
    const owner = { projectId: snapshot.projectId, volumeTypeId: snapshot.volume.volumeTypeId };
    const reservations = await this.#reserve(context, owner, deltas, 'snapshots');
    await this.#commit(context, reservations, async () => {
      const { providerId, providerLocation, providerAuth } = await driver.manageExistingSnapshot(snapshot, reference);
      return async (tx) => {
        const { count } = await tx.snapshot.updateMany({
          where: { id: snapshot.id, status: 'creating', deleted: false },
          data: {
            providerId,
            providerLocation,
            providerAuth,
            volumeSize: size,
            status: 'available',
            progress: '100%',
            updatedAt: now(),
          },
        });
        return count === 1;
      };
    });
  }

  /** What is a volume or a snapshot already would be lost to it. Throws `ManageExistingAlreadyManaged`. */
  async #checkUnmanaged(reference: unknown): Promise<void> {
    const { driver, init } = this.#backend;
    const { repository, host } = init;
    const found = [
      ...(await driver.getManageableVolumes(await repository.listVolumes(host))),
      ...(await driver.getManageableSnapshots(await repository.listSnapshots(host))),
    ];
    const managed = found.find(({ reference: one, cinder_id: id }) => id !== null && isDeepStrictEqual(one, reference));
    if (managed !== undefined) throw new ManageExistingAlreadyManaged(managed.cinder_id ?? '');
  }

  /** `per_volume_gigabytes`. @param size - GiB */
  async #checkLimit(context: RequestContext, { projectId }: VolumeWithParts, size: number): Promise<void> {
    try {
      const of = { projectId: projectId ?? undefined };
      await this.#backend.init.quotas.limitCheck(context, { per_volume_gigabytes: size }, of);
    } catch (error) {
      if (!(error instanceof OverQuota)) throw error;
      throw new VolumeSizeExceedsLimit({ size, limit: error.quotas.per_volume_gigabytes ?? -1 });
    }
  }

  async #reserve(
    context: RequestContext,
    { projectId, volumeTypeId }: { readonly projectId: string | null; readonly volumeTypeId: string },
    deltas: Record<string, number>,
    resource: 'volumes' | 'snapshots',
  ): Promise<Reservations> {
    const { quotas } = this.#backend.init;
    if (Object.keys(deltas).length === 0) return [];
    const { gigabytes: size = 0 } = deltas;
    try {
      await quotas.addVolumeTypeOptions(context, deltas, volumeTypeId);
      return await quotas.reserve(context, deltas, { projectId: projectId ?? undefined });
    } catch (error) {
      throw error instanceof OverQuota ? describeOverQuota(error, { resource, size }) : error;
    }
  }

  /** Has the driver take it over, and writes that together with what it takes of the quota. */
  async #commit(
    context: RequestContext,
    reservations: Reservations,
    take: () => Promise<(tx: CinderTransaction) => Promise<boolean>>,
  ): Promise<void> {
    const { repository, quotas } = this.#backend.init;
    try {
      const write = await take();
      await repository.transaction(async (tx) => {
        if (await write(tx)) await quotas.commit(context, reservations, { transaction: tx });
        else await quotas.rollback(context, reservations, { transaction: tx });
      });
    } catch (error) {
      await quotas.rollback(context, reservations);
      throw error;
    }
  }
}
