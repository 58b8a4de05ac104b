// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import { VolumeMigrationFailed } from '../../errors/volume-driver.js';
import { backendOf } from '../../rpc/addressing.js';
import { FileWriter } from '../drivers/file/file-access.js';
import { BLOCK_SIZE, isZero } from '../drivers/file/sparse-copy.js';
import type { Attachments } from './attachments.js';
import type { VolumeWithParts } from './manager-repository.js';
import type { VolumeBackend } from './volume-backend.js';

export interface Destination {
  /** `host@backend#pool` */
  readonly host: string;
  readonly clusterName: string | null;
}

/** Moves volumes between back ends, and makes them another type. */
export class Migration {
  readonly #backend: VolumeBackend;
  readonly #attachments: Attachments;

  constructor(backend: VolumeBackend, attachments: Attachments) {
    this.#backend = backend;
    this.#attachments = attachments;
  }

  async migrate(
    context: RequestContext,
    volumeId: string,
    destination: Destination,
    { forceHostCopy = false, newTypeId = null }: { forceHostCopy?: boolean; newTypeId?: string | null } = {},
  ): Promise<void> {
    const { repository, logger } = this.#backend.init;
    const volume = await this.#backend.volume(volumeId);
    const before =
      volume.status === 'retyping' || volume.status === 'maintenance' ? { status: volume.previousStatus } : {};
    try {
      const { driver } = this.#backend;
      await repository.updateVolume(volumeId, { migrationStatus: 'migrating' });
      const moved = !forceHostCopy && newTypeId === null && (await driver.migrateVolume(volume, destination.host));
      if (moved)
        await repository.updateVolume(volumeId, {
          ...before,
          host: destination.host,
          clusterName: destination.clusterName,
          migrationStatus: 'success',
          previousStatus: volume.status,
        });
      else await this.#copyToNew(context, volume, destination, newTypeId);
    } catch (error) {
      await repository.updateVolume(volumeId, { ...before, migrationStatus: 'error' });
      throw error;
    }
    logger.info(`Migrate volume completed successfully. (volume ${volumeId})`);
  }

  /** @returns the id of the volume that stays */
  async complete(context: RequestContext, volumeId: string, newVolumeId: string, failed: boolean): Promise<string> {
    const { repository, volumeRpc, logger } = this.#backend.init;
    const [volume, newVolume] = await Promise.all([this.#backend.volume(volumeId), this.#backend.volume(newVolumeId)]);
    const original = volume.previousStatus ?? 'available';
    if (failed) {
      await volumeRpc.deleteVolume(context, newVolume);
      await repository.updateVolume(volumeId, { migrationStatus: 'error', status: original });
      return volumeId;
    }
    await repository.updateVolume(volumeId, { migrationStatus: 'completing' });
    const attached = original === 'in-use' && volume.status !== 'available' ? volume.attachments : [];
    for (const attachment of attached)
      await this.#attachments.detach(context, volumeId, attachment.id).catch((error: unknown) => {
        logger.error(`Detach migration source volume ${volumeId} from attachment ${attachment.id} failed`, error);
      });
    await volumeRpc.updateMigratedVolume(context, volume, newVolume, original);
    await this.#exchange(volumeId, newVolumeId);
    const moved = await this.#backend.volume(volumeId);
    for (const attachment of attached)
      await volumeRpc.attachVolume(context, moved, {
        instanceUuid: attachment.instanceUuid,
        hostName: attachment.attachedHost,
        mountpoint: attachment.mountpoint ?? '',
        mode: attachment.attachMode ?? 'rw',
      });
    await repository.updateVolume(volumeId, {
      status: original,
      previousStatus: volume.status,
      migrationStatus: 'success',
    });
    await volumeRpc.deleteVolume(context, await this.#backend.volume(newVolumeId));
    logger.info(`Complete-Migrate volume completed successfully. (volume ${volumeId})`);
    return volumeId;
  }

  /** On the back end of the new volume: it takes the old one's name there, where it can. */
  async updateMigrated(volumeId: string, newVolumeId: string): Promise<void> {
    const { repository } = this.#backend.init;
    const [volume, newVolume] = await Promise.all([this.#backend.volume(volumeId), this.#backend.volume(newVolumeId)]);
    const update = await this.#backend.driver.updateMigratedVolume(volume, newVolume);
    await repository.updateVolume(newVolumeId, {
      nameId: volume.nameId,
      providerLocation: volume.providerLocation,
    });
    await repository.updateVolume(volumeId, { ...update });
  }

  async retype(
    context: RequestContext,
    volumeId: string,
    {
      newTypeId,
      destination,
      migrationPolicy,
      reservations,
      oldReservations,
    }: {
      readonly newTypeId: string;
      readonly destination: Destination;
      readonly migrationPolicy: string;
      readonly reservations: readonly string[] | null;
      readonly oldReservations: readonly string[] | null;
    },
  ): Promise<void> {
    const { repository, quotas, host, logger } = this.#backend.init;
    const volume = await this.#backend.volume(volumeId);
    if (volume.status !== 'retyping') return;
    const status = volume.previousStatus ?? 'available';
    const isHere = backendOf(destination.host) === host;
    try {
      const retyped = isHere && (await this.#backend.driver.retype(volume, newTypeId, destination.host));
      if (retyped) {
        await repository.updateVolume(volumeId, {
          volumeTypeId: newTypeId,
          host: destination.host,
          clusterName: destination.clusterName,
          status,
        });
        await repository.updateSnapshotsOfVolume(volumeId, { volumeTypeId: newTypeId });
      } else {
        if (migrationPolicy === 'never')
          throw new VolumeMigrationFailed('Retype requires migration but is not allowed.');
        if ((await repository.listSnapshotsOfVolume(volumeId)).length > 0)
          throw new VolumeMigrationFailed('Volume must not have snapshots.');
        await repository.updateVolume(volumeId, { migrationStatus: 'starting' });
        await this.migrate(context, volumeId, destination, { newTypeId });
      }
    } catch (error) {
      await repository.updateVolume(volumeId, { status }, { status: 'retyping' });
      await quotas.rollback(context, oldReservations);
      await quotas.rollback(context, reservations);
      throw error;
    }
    await quotas.commit(context, [...(oldReservations ?? []), ...(reservations ?? [])]);
    await this.#backend.notifyVolume(context, await this.#backend.volume(volumeId), 'retype', {
      volume_type: newTypeId,
    });
    await this.#backend.publish(context);
    logger.info(`Retype volume completed successfully. (volume ${volumeId})`);
  }

  async #copyToNew(
    context: RequestContext,
    volume: VolumeWithParts,
    destination: Destination,
    newTypeId: string | null,
  ): Promise<void> {
    const { repository, volumeRpc } = this.#backend.init;
    if (volume.attachments.length > 0)
      throw new VolumeMigrationFailed('The volume is attached, and there is no Compute service to move its guest over');
    const id = randomUUID();
    await repository.createVolume({
      id,
      host: destination.host,
      clusterName: destination.clusterName,
      availabilityZone: volume.availabilityZone,
      status: 'creating',
      attachStatus: 'detached',
      migrationStatus: `target:${volume.id}`,
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
    try {
      const target = await this.#waitFor(id);
      await this.#backend.locks.run(volume.id, () => this.#copy(context, volume, target));
    } catch (error) {
      await repository.updateVolume(id, { migrationStatus: null });
      await volumeRpc.deleteVolume(context, await this.#backend.volume(id));
      throw error;
    }
    await this.complete(context, volume.id, id, false);
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

  /** The other back end says where its volume is; it must be reachable from here, as files of a share are. */
  async #copy(context: RequestContext, volume: VolumeWithParts, target: VolumeWithParts): Promise<void> {
    const { volumeRpc, logger } = this.#backend.init;
    const connector = { host: hostname(), multipath: false };
    const info = await volumeRpc.initializeConnection(context, target, connector);
    const path = (info.data as Record<string, unknown> | undefined)?.device_path;
    if (info.driver_volume_type !== 'local' || typeof path !== 'string')
      throw new VolumeMigrationFailed(`Connections of type ${String(info.driver_volume_type)} cannot be opened here`);
    const reader = await this.#backend.driver.openForReading({ kind: 'volume', volume });
    try {
      const writer = await FileWriter.open(path);
      try {
        for (let offset = 0; offset < reader.size; offset += BLOCK_SIZE) {
          const data = await reader.read(offset, BLOCK_SIZE);
          if (!writer.isZeroed || !isZero(data)) await writer.write(offset, data);
        }
        await writer.flush();
      } finally {
        await writer.close();
      }
    } finally {
      await reader.close();
      await volumeRpc.terminateConnection(context, target, connector);
    }
    logger.info(`Volume ${volume.id}: copied to ${target.host ?? ''}`);
  }

  /** The volume is where the new one was, and what was the new one stands for the old bytes, to be deleted. */
  async #exchange(volumeId: string, newVolumeId: string): Promise<void> {
    const { repository } = this.#backend.init;
    await repository.transaction(async (tx) => {
      const [volume, other] = await Promise.all([
        tx.volume.findUniqueOrThrow({ where: { id: volumeId } }),
        tx.volume.findUniqueOrThrow({ where: { id: newVolumeId } }),
      ]);
      const place = ({
        host,
        clusterName,
        availabilityZone,
        serviceUuid,
        volumeTypeId,
        providerAuth,
        providerId,
      }: typeof volume) => ({
        host,
        clusterName,
        availabilityZone,
        serviceUuid,
        volumeTypeId,
        providerAuth,
        providerId,
      });
      await tx.volume.update({ where: { id: volumeId }, data: { ...place(other), updatedAt: now() } });
      await tx.volume.update({
        where: { id: newVolumeId },
        data: {
          ...place(volume),
          nameId: other.nameId ?? volume.id,
          migrationStatus: 'deleting',
          status: 'deleting',
          updatedAt: now(),
        },
      });
    });
  }
}
