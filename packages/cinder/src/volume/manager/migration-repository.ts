// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../../database.js';
import type { Volume } from '../../generated/mysql/client.js';
import { backendOf } from '../../rpc/addressing.js';

const ENCRYPTION = ['provider', 'controlLocation', 'cipher', 'keySize'] as const;

/** The rows of volumes that go from one back end to another. */
export class MigrationRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /** The availability zone of a back end. @param host - `host@backend#pool`; null where nobody serves it */
  async zoneOf(host: string): Promise<string | null> {
    const service = await this.#database.client.service.findFirst({
      where: { host: backendOf(host), topic: 'cinder-volume', deleted: false },
    });
    return service?.availabilityZone ?? null;
  }

  /** Whether volumes of two types are encrypted in different ways. */
  async encryptionDiffers(oneTypeId: string, otherTypeId: string): Promise<boolean> {
    const rows = await this.#database.client.encryption.findMany({
      where: { volumeTypeId: { in: [oneTypeId, otherTypeId] }, deleted: false },
    });
    const [one, other] = [oneTypeId, otherTypeId].map((id) => rows.find(({ volumeTypeId }) => volumeTypeId === id));
    if (one === undefined || other === undefined) return one !== other;
    return ENCRYPTION.some((field) => one[field] !== other[field]);
  }

  /** Volumes that the data of this one was to be copied to. */
  async listTargets(volumeId: string): Promise<Volume[]> {
    return this.#database.client.volume.findMany({ where: { migrationStatus: `target:${volumeId}`, deleted: false } });
  }

  /**
   * As one: the volume is where the new one was, with the new one's type and attachments, and what was the new one stands
   * for the old data, to be deleted (upstream's finish_volume_migration).
   * @param together - what belongs to it: the quota of the new type
   */
  async exchange(
    volumeId: string,
    newVolumeId: string,
    together: (tx: CinderTransaction) => Promise<void>,
  ): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const updatedAt = now();
      const [volume, other] = await Promise.all([
        tx.volume.findUniqueOrThrow({ where: { id: volumeId } }),
        tx.volume.findUniqueOrThrow({ where: { id: newVolumeId } }),
      ]);
      await tx.volume.update({
        where: { id: volumeId },
        data: { ...placeOf(other), volumeTypeId: other.volumeTypeId, updatedAt },
      });
      await tx.volume.update({
        where: { id: newVolumeId },
        data: {
          ...placeOf(volume),
          nameId: other.nameId ?? volume.id,
          migrationStatus: 'deleting',
          status: 'deleting',
          displayDescription: `migration src for ${volumeId}`,
          updatedAt,
        },
      });
      await tx.volumeAttachment.updateMany({
        where: { volumeId: newVolumeId, deleted: false },
        data: { volumeId, updatedAt },
      });
      await together(tx);
    });
  }

  /**
   * Gives a volume that stays where it is another type, with its snapshots.
   * @param together - what belongs to it: the quota of the new type
   * @returns false where it is no longer being retyped
   */
  async retype(
    volumeId: string,
    values: {
      readonly volumeTypeId: string;
      readonly host: string;
      readonly clusterName: string | null;
      readonly status: string;
      readonly replicationStatus?: string;
    },
    together: (tx: CinderTransaction) => Promise<void>,
  ): Promise<boolean> {
    return this.#database.transaction(async (tx) => {
      const updatedAt = now();
      const { count } = await tx.volume.updateMany({
        where: { id: volumeId, status: 'retyping', deleted: false },
        data: { ...values, updatedAt },
      });
      if (count === 0) return false;
      await tx.snapshot.updateMany({
        where: { volumeId, deleted: false },
        data: { volumeTypeId: values.volumeTypeId, updatedAt },
      });
      await together(tx);
      return true;
    });
  }
}

/** What says where a volume is, and who has it there. */
function placeOf(volume: Volume) {
  const { host, clusterName, availabilityZone, serviceUuid, sharedTargets, attachStatus } = volume;
  const { providerId, providerAuth, providerGeometry } = volume;
  return {
    ...{ host, clusterName, availabilityZone, serviceUuid, sharedTargets, attachStatus },
    ...{ providerId, providerAuth, providerGeometry },
  };
}
