// SPDX-License-Identifier: Apache-2.0
import { compareAndSwap, now } from '@stackport/database';
import type { CinderDatabase } from '../database.js';
import { SnapshotNotFound } from '../errors/snapshots.js';
import { VolumeNotFound } from '../errors/volumes.js';
import type { Prisma } from '../generated/mysql/client.js';

const LIVING = { where: { deleted: false } } as const;
const VOLUME_PARTS = { metadata: LIVING, adminMetadata: LIVING, glanceMetadata: LIVING, attachments: LIVING } as const;
const SNAPSHOT_PARTS = { metadata: LIVING, volume: { include: VOLUME_PARTS } } as const;

export type BackedUpVolume = Prisma.VolumeGetPayload<{ include: typeof VOLUME_PARTS }>;
export type BackedUpSnapshot = Prisma.SnapshotGetPayload<{ include: typeof SNAPSHOT_PARTS }>;

type VolumeChanges = Omit<Prisma.VolumeUncheckedUpdateManyInput, 'id' | 'updatedAt'>;

/** What a cinder-backup reads and changes of volumes and snapshots, whoever's they are. */
export class BackupVolumeRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  findVolume(id: string): Promise<BackedUpVolume | null> {
    return this.#database.client.volume.findFirst({ where: { id, deleted: false }, include: VOLUME_PARTS });
  }

  /** Throws `VolumeNotFound`. */
  async getVolume(id: string): Promise<BackedUpVolume> {
    const volume = await this.findVolume(id);
    if (volume === null) throw new VolumeNotFound(id);
    return volume;
  }

  findSnapshot(id: string): Promise<BackedUpSnapshot | null> {
    return this.#database.client.snapshot.findFirst({ where: { id, deleted: false }, include: SNAPSHOT_PARTS });
  }

  /** Throws `SnapshotNotFound`. */
  async getSnapshot(id: string): Promise<BackedUpSnapshot> {
    const snapshot = await this.findSnapshot(id);
    if (snapshot === null) throw new SnapshotNotFound(id);
    return snapshot;
  }

  /** Changes a volume that is in one of these states. Resolves whether it was. */
  changeVolume(id: string, from: readonly string[], changes: VolumeChanges): Promise<boolean> {
    return compareAndSwap(
      this.#database.client.volume,
      { id, deleted: false, status: { in: [...from] } },
      { ...changes, updatedAt: now() },
    );
  }

  changeSnapshot(id: string, from: readonly string[], status: string): Promise<boolean> {
    return compareAndSwap(
      this.#database.client.snapshot,
      { id, deleted: false, status: { in: [...from] } },
      { status, updatedAt: now() },
    );
  }

  /** Writes columns that no state stands for: names, the key of encryption, the type. */
  async writeVolume(id: string, changes: Omit<VolumeChanges, 'status'>): Promise<void> {
    await this.#database.client.volume.updateMany({
      where: { id, deleted: false },
      data: { ...changes, updatedAt: now() },
    });
  }

  /** Replaces all of the volume's metadata, or (`keep`) adds to it. */
  async writeMetadata(id: string, metadata: Readonly<Record<string, string>>, { keep = false } = {}): Promise<void> {
    const at = now();
    await this.#database.transaction(async (transaction) => {
      await transaction.volumeMetadata.updateMany({
        where: { volumeId: id, deleted: false, ...(keep ? { key: { in: Object.keys(metadata) } } : {}) },
        data: { deleted: true, deletedAt: at },
      });
      await transaction.volumeMetadata.createMany({
        data: Object.entries(metadata).map(([key, value]) => ({ volumeId: id, key, value, createdAt: at })),
      });
    });
  }

  /** Replaces what the volume keeps of its image; with it the volume is bootable. */
  async writeImageMetadata(id: string, metadata: Readonly<Record<string, string>>): Promise<void> {
    const at = now();
    await this.#database.transaction(async (transaction) => {
      await transaction.volumeGlanceMetadata.updateMany({
        where: { volumeId: id, deleted: false },
        data: { deleted: true, deletedAt: at },
      });
      await transaction.volumeGlanceMetadata.createMany({
        data: Object.entries(metadata).map(([key, value]) => ({ volumeId: id, key, value, createdAt: at })),
      });
      await transaction.volume.updateMany({ where: { id, deleted: false }, data: { bootable: true, updatedAt: at } });
    });
  }

  async hasVolumeType(id: string): Promise<boolean> {
    return (await this.#database.client.volumeType.findFirst({ where: { id, deleted: false } })) !== null;
  }
}
