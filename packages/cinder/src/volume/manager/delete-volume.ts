// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Invalid } from '../../errors/base.js';
import { VolumeIsBusy } from '../../errors/volume-driver.js';
import type { Reservations } from '../../quotas/quota-engine.js';
import type { VolumeWithParts } from './manager-repository.js';
import type { Snapshots } from './snapshots.js';
import type { VolumeBackend } from './volume-backend.js';

export interface DeleteVolumeRequest {
  readonly volumeId: string;
  readonly unmanageOnly?: boolean;
  readonly cascade?: boolean;
}

/** Deletes volumes, or lets them go. */
export class DeleteVolume {
  readonly #backend: VolumeBackend;
  readonly #snapshots: Snapshots;

  constructor(backend: VolumeBackend, snapshots: Snapshots) {
    this.#backend = backend;
    this.#snapshots = snapshots;
  }

  /** Resolves for a volume that is gone, and for one that is being deleted. */
  async run(
    context: RequestContext,
    { volumeId, unmanageOnly = false, cascade = false }: DeleteVolumeRequest,
    claimed: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    const { repository, claims, logger } = this.#backend.init;
    const volume = await repository.getVolume(volumeId);
    if (volume === undefined) {
      logger.debug(`Attempted delete of non-existent volume: ${volumeId}`);
      return;
    }
    if (volume.attachStatus === 'attached')
      throw Object.assign(new Invalid(`Volume ${volumeId} is still attached, detach volume first.`), {
        name: 'VolumeAttached',
      });
    if (unmanageOnly && volume.encryptionKeyId !== null)
      throw new Invalid('Unmanaging encrypted volumes is not supported.');
    if (unmanageOnly && cascade) throw new Invalid('Unmanage and cascade delete options are mutually exclusive.');
    if (!(await claims.claim('Volume', volumeId, 'deleting', this.#backend.service.id))) return;
    await claims.run('Volume', volumeId, async () => {
      await claimed();
      await this.#backend.locks.run(volumeId, () => this.#delete(context, volume, unmanageOnly, cascade));
    });
  }

  async #delete(
    context: RequestContext,
    volume: VolumeWithParts,
    unmanageOnly: boolean,
    cascade: boolean,
  ): Promise<void> {
    const { repository, quotas, logger } = this.#backend.init;
    const isMigrating = ![null, 'error', 'success'].includes(volume.migrationStatus);
    const isTemporary = volume.adminMetadata.some(({ key, value }) => key === 'temporary' && value === 'True');
    const counts = volume.useQuota !== false && !isMigrating && !isTemporary;
    const event = unmanageOnly ? 'unmanage' : 'delete';
    if (counts) await this.#backend.notifyVolume(context, volume, `${event}.start`);
    try {
      const { driver } = this.#backend;
      await driver.removeExport(volume);
      if (cascade) await this.#deleteSnapshots(context, volume);
      if (unmanageOnly) await driver.unmanage(volume);
      else await driver.deleteVolume(volume);
    } catch (error) {
      if (error instanceof VolumeIsBusy) {
        logger.error('Unable to delete busy volume.', error);
        await this.#setStatus(volume, 'available');
        return;
      }
      await this.#setStatus(volume, unmanageOnly ? 'error_unmanaging' : 'error_deleting');
      throw error;
    }
    const reservations = counts ? await this.#giveBack(context, volume) : null;
    const wasThere = await repository.transaction(async (tx) => {
      const deleted = await repository.deleteVolume(volume.id, tx);
      if (deleted) await quotas.commit(context, reservations, { transaction: tx });
      return deleted;
    });
    if (!wasThere) {
      await quotas.rollback(context, reservations);
      return;
    }
    if (counts) {
      await this.#backend.notifyVolume(context, volume, `${event}.end`);
      this.#backend.count(volume, -1);
      await this.#backend.publish(context);
    } else if (isMigrating) this.#backend.count(volume, -1);
    logger.info(`${unmanageOnly ? 'Unmanaged' : 'Deleted'} volume successfully. (volume ${volume.id})`);
  }

  async #deleteSnapshots(context: RequestContext, volume: VolumeWithParts): Promise<void> {
    for (const snapshot of await this.#backend.init.repository.listSnapshotsOfVolume(volume.id)) {
      if (snapshot.status !== 'deleting')
        throw Object.assign(
          new Invalid(
            `Invalid snapshot: Snapshot ${snapshot.id} was found in state ${snapshot.status ?? ''} rather than 'deleting' during cascade delete.`,
          ),
          { name: 'InvalidSnapshot' },
        );
      await this.#snapshots.delete(context, { snapshotId: snapshot.id });
    }
  }

  /**
   * A failure is logged: the volume is gone all the same. One that was never managed is counted with what its row has;
   * upstream forgets it.
   */
  async #giveBack(context: RequestContext, volume: VolumeWithParts): Promise<Reservations | null> {
    const { quotas, logger } = this.#backend.init;
    try {
      const deltas: Record<string, number> = { volumes: -1, gigabytes: -(volume.size ?? 0) };
      await quotas.addVolumeTypeOptions(context, deltas, volume.volumeTypeId);
      return await quotas.reserve(context, deltas, { projectId: volume.projectId ?? undefined });
    } catch (error) {
      logger.error('Failed to update usages deleting volume.', error);
      return null;
    }
  }

  /** The target of a migration is nobody's volume: its row goes. */
  async #setStatus(volume: VolumeWithParts, status: string): Promise<void> {
    const { repository, logger } = this.#backend.init;
    if (volume.migrationStatus?.startsWith('target:') !== true) {
      await repository.updateVolume(volume.id, { status });
      return;
    }
    await repository.transaction((tx) => repository.deleteVolume(volume.id, tx));
    logger.error(`Unable to delete the destination volume ${volume.id} during volume migration`);
  }
}
