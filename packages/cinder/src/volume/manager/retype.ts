// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { VolumeMigrationFailed } from '../../errors/volume-driver.js';
import { InvalidVolume } from '../../errors/volumes.js';
import { backendOf } from '../../rpc/addressing.js';
import type { VolumeWithParts } from './manager-repository.js';
import type { Destination, Migration } from './migration.js';
import { allowsMultiattach, replicationAfter } from './type-differences.js';
import type { VolumeBackend } from './volume-backend.js';

export interface RetypeRequest {
  readonly newTypeId: string;
  /** Where the volume may be with that type: where it is, or elsewhere. */
  readonly destination: Destination;
  /** `never` or `on-demand` */
  readonly migrationPolicy: string;
  readonly reservations: readonly string[] | null;
  readonly oldReservations: readonly string[] | null;
}

/** Makes volumes another type, where they are or elsewhere: upstream's retype. */
export class Retype {
  readonly #backend: VolumeBackend;
  readonly #migration: Migration;

  constructor(backend: VolumeBackend, migration: Migration) {
    this.#backend = backend;
    this.#migration = migration;
  }

  /** A failure leaves the volume what it was and gives the reservations back. */
  async run(context: RequestContext, volumeId: string, request: RetypeRequest): Promise<void> {
    const { repository, quotas, logger } = this.#backend.init;
    const reservations = [...(request.oldReservations ?? []), ...(request.reservations ?? [])];
    const volume = await this.#backend.volume(volumeId);
    if (volume.status !== 'retyping') {
      await quotas.rollback(context, reservations);
      return;
    }
    const status = volume.previousStatus ?? 'available';
    try {
      if (!(await this.#retypeHere(context, volume, request, reservations, status)))
        await this.#migrate(context, volume, request, reservations);
    } catch (error) {
      const { volumeType } = volume;
      await repository.updateVolume(
        volumeId,
        { status, ...(volumeType === null ? {} : { multiattach: allowsMultiattach(volumeType) }) },
        { status: { in: ['retyping', status] }, volumeTypeId: volume.volumeTypeId },
      );
      await quotas.rollback(context, reservations);
      throw error;
    }
    await this.#backend.notifyVolume(context, await this.#backend.volume(volumeId), 'retype', {
      volume_type: request.newTypeId,
    });
    await this.#backend.publish(context);
    logger.info(`Retype volume completed successfully. (volume ${volumeId})`);
  }

  /** @returns false where the driver cannot, or the volume must go elsewhere */
  async #retypeHere(
    context: RequestContext,
    volume: VolumeWithParts,
    { newTypeId, destination }: RetypeRequest,
    reservations: readonly string[],
    status: string,
  ): Promise<boolean> {
    const { repository, moves, quotas, host } = this.#backend.init;
    const newType = await repository.getVolumeType(newTypeId);
    if (newType === null) throw new VolumeMigrationFailed(`Volume type ${newTypeId} could not be found.`);
    if (backendOf(destination.host) !== host || (await moves.encryptionDiffers(volume.volumeTypeId, newTypeId)))
      return false;
    if (!(await this.#retypeByDriver(volume, newTypeId, destination))) return false;
    const replicationStatus = replicationAfter(volume.volumeType, newType);
    const isRetyped = await moves.retype(
      volume.id,
      {
        volumeTypeId: newTypeId,
        host: destination.host,
        clusterName: destination.clusterName,
        status,
        ...(replicationStatus === undefined ? {} : { replicationStatus }),
      },
      (tx) => quotas.commit(context, reservations, { transaction: tx }),
    );
    if (!isRetyped) throw new InvalidVolume(`Volume ${volume.id} is no longer being retyped.`);
    return true;
  }

  async #retypeByDriver(volume: VolumeWithParts, newTypeId: string, destination: Destination): Promise<boolean> {
    const { logger } = this.#backend.init;
    const { driver } = this.#backend;
    try {
      return await driver.retype(volume, newTypeId, destination.host);
    } catch (error) {
      logger.error(
        `Volume ${volume.id}: driver error when trying to retype, falling back to generic mechanism.`,
        error,
      );
      return false;
    }
  }

  async #migrate(
    context: RequestContext,
    volume: VolumeWithParts,
    { newTypeId, destination, migrationPolicy }: RetypeRequest,
    reservations: readonly string[],
  ): Promise<void> {
    const { repository, quotas } = this.#backend.init;
    if (migrationPolicy === 'never') throw new VolumeMigrationFailed('Retype requires migration but is not allowed.');
    if ((await repository.listSnapshotsOfVolume(volume.id)).length > 0)
      throw new InvalidVolume('Volume must not have snapshots.');
    if (![null, 'disabled', 'not-capable'].includes(volume.replicationStatus))
      throw new InvalidVolume('Volume must not be replicated.');
    await repository.updateVolume(volume.id, { migrationStatus: 'starting' });
    const isThere = await this.#migration.migrate(context, volume.id, destination, {
      newTypeId,
      together: (tx) => quotas.commit(context, reservations, { transaction: tx }),
    });
    // The Compute service ends it, some time: the quota is taken by then.
    if (!isThere) await quotas.commit(context, reservations);
  }
}
