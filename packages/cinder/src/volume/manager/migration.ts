// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import type { CinderTransaction } from '../../database.js';
import { VolumeMigrationFailed } from '../../errors/volume-driver.js';
import type { MigrationCompletion } from './migration-completion.js';
import type { VolumeWithParts } from './manager-repository.js';
import { isOnlyPlaced } from './type-differences.js';
import type { VolumeBackend } from './volume-backend.js';
import { copyVolume } from './volume-copy.js';

export interface Destination {
  /** `host@backend#pool` */
  readonly host: string;
  readonly clusterName: string | null;
}

export interface MigrationOptions {
  /** Whether the back end must not move the volume by itself. */
  readonly forceHostCopy?: boolean;
  /** The type that it is to have there. */
  readonly newTypeId?: string | null;
  /** What belongs into the transaction by which the volume has it. */
  readonly together?: (tx: CinderTransaction) => Promise<void>;
}

/** Moves volumes to other back ends: upstream's migrate_volume, called on the back end that they leave. */
export class Migration {
  readonly #backend: VolumeBackend;
  readonly #completion: MigrationCompletion;

  constructor(backend: VolumeBackend, completion: MigrationCompletion) {
    this.#backend = backend;
    this.#completion = completion;
  }

  /**
   * Moves a volume; the data of one that is attached are the Compute service's to copy, which ends the migration then. A
   * failure leaves it where it was.
   * @returns whether it is there: false where the Compute service is at it
   */
  async migrate(
    context: RequestContext,
    volumeId: string,
    destination: Destination,
    options: MigrationOptions = {},
  ): Promise<boolean> {
    const { repository, logger } = this.#backend.init;
    const volume = await this.#backend.volume(volumeId);
    if (volume.migrationStatus !== 'starting' && volume.migrationStatus !== 'migrating') {
      // A message that came again: what a killed service had begun is begun anew, what was done or failed is not.
      logger.info(`Volume ${volumeId} is not to be migrated: ${volume.migrationStatus ?? 'nobody asked for it'}`);
      return true;
    }
    const isLocked = volume.status === 'retyping' || volume.status === 'maintenance';
    const before = isLocked ? { status: volume.previousStatus } : {};
    try {
      this.#backend.requireDriver();
      await repository.updateVolume(volumeId, { migrationStatus: 'migrating' });
      if (
        !(await this.#moveByDriver(volume, destination, options)) &&
        !(await this.#copy(context, volume, destination, options))
      )
        return false;
    } catch (error) {
      await repository.updateVolume(volumeId, { ...before, migrationStatus: 'error' });
      throw error;
    }
    logger.info(`Migrate volume completed successfully. (volume ${volumeId})`);
    return true;
  }

  async #moveByDriver(
    volume: VolumeWithParts,
    destination: Destination,
    { forceHostCopy = false, newTypeId = null, together }: MigrationOptions,
  ): Promise<boolean> {
    const { repository, moves } = this.#backend.init;
    if (forceHostCopy || !(await this.#isOnlyPlaced(volume, newTypeId))) return false;
    if (!(await this.#backend.driver.migrateVolume(volume, destination.host))) return false;
    const isLocked = volume.status === 'retyping' || volume.status === 'maintenance';
    const availabilityZone = await moves.zoneOf(destination.host);
    await repository.transaction(async (tx) => {
      await tx.volume.updateMany({
        where: { id: volume.id, deleted: false },
        data: {
          ...(isLocked ? { status: volume.previousStatus } : {}),
          ...(availabilityZone === null ? {} : { availabilityZone }),
          ...(newTypeId === null ? {} : { volumeTypeId: newTypeId }),
          host: destination.host,
          clusterName: destination.clusterName,
          migrationStatus: 'success',
          previousStatus: volume.status,
          updatedAt: now(),
        },
      });
      await together?.(tx);
    });
    return true;
  }

  /** Whether the two types, if there are two, ask for nothing different of a back end. */
  async #isOnlyPlaced({ volumeType }: VolumeWithParts, newTypeId: string | null): Promise<boolean> {
    const { repository, moves } = this.#backend.init;
    if (newTypeId === null) return true;
    const newType = await repository.getVolumeType(newTypeId);
    if (volumeType === null || newType === null || !isOnlyPlaced(volumeType, newType)) return false;
    return !(await moves.encryptionDiffers(volumeType.id, newTypeId));
  }

  /** @returns false where the Compute service copies */
  async #copy(
    context: RequestContext,
    volume: VolumeWithParts,
    destination: Destination,
    { newTypeId = null, together }: MigrationOptions,
  ): Promise<boolean> {
    const { moves } = this.#backend.init;
    if (newTypeId !== null && (await moves.encryptionDiffers(volume.volumeTypeId, newTypeId)))
      throw new VolumeMigrationFailed('The data of volumes that are encrypted in another way cannot be copied here');
    await this.#removeTargets(context, volume);
    const id = await this.#makeTarget(context, volume, destination, newTypeId);
    const isAttached = volume.attachments.length > 0;
    try {
      const target = await this.#waitFor(id);
      if (isAttached) await this.#askServers(context, volume, id);
      else await this.#backend.locks.run(volume.id, () => copyVolume(this.#backend, context, volume, target));
    } catch (error) {
      await this.#remove(context, id);
      throw error;
    }
    if (isAttached) return false;
    await this.#completion.complete(context, volume.id, id, { together });
    return true;
  }

  async #makeTarget(
    context: RequestContext,
    volume: VolumeWithParts,
    destination: Destination,
    newTypeId: string | null,
  ): Promise<string> {
    const { repository, moves, volumeRpc } = this.#backend.init;
    const id = randomUUID();
    await repository.createVolume({
      id,
      host: destination.host,
      clusterName: destination.clusterName,
      availabilityZone: (await moves.zoneOf(destination.host)) ?? volume.availabilityZone,
      status: 'creating',
      attachStatus: 'detached',
      migrationStatus: `target:${volume.id}`,
      // It is the same volume to its user.
      useQuota: false,
      size: volume.size,
      userId: volume.userId,
      projectId: volume.projectId,
      displayName: volume.displayName,
      displayDescription: volume.displayDescription,
      volumeTypeId: newTypeId ?? volume.volumeTypeId,
      encryptionKeyId: volume.encryptionKeyId,
      multiattach: volume.multiattach,
      createdAt: now(),
    });
    const made = await this.#backend.volume(id);
    await volumeRpc.createVolume(context, made, { requestSpec: null, filterProperties: null, allowReschedule: false });
    return id;
  }

  async #waitFor(id: string): Promise<VolumeWithParts> {
    const end = Date.now() + this.#backend.init.settings.migrationTimeout * 1000;
    for (let wait = 100; ; wait = Math.min(wait * 2, 5000)) {
      const volume = await this.#backend.volume(id);
      if (volume.status === 'available') return volume;
      if (volume.status === 'error') throw new VolumeMigrationFailed('failed to create new_volume on destination');
      if (Date.now() > end) throw new VolumeMigrationFailed('timeout creating new_volume on destination');
      await sleep(wait);
    }
  }

  /** Has the servers that have the volume take the other one in its place, with its data. */
  async #askServers(context: RequestContext, volume: VolumeWithParts, newVolumeId: string): Promise<void> {
    const { servers } = this.#backend.init;
    for (const { instanceUuid } of volume.attachments) {
      if (instanceUuid === null)
        throw new VolumeMigrationFailed('The volume is attached to a host, and no server can copy its data');
      await servers.replaceVolume(context, instanceUuid, volume.id, newVolumeId);
    }
  }

  /** What a service that was killed left of the same work. */
  async #removeTargets(context: RequestContext, { id }: VolumeWithParts): Promise<void> {
    for (const target of await this.#backend.init.moves.listTargets(id)) await this.#remove(context, target.id);
  }

  async #remove(context: RequestContext, id: string): Promise<void> {
    const { repository, volumeRpc } = this.#backend.init;
    const target = await repository.getVolume(id);
    if (target !== undefined) await volumeRpc.deleteVolume(context, target);
  }
}
