// SPDX-License-Identifier: Apache-2.0
import { compareAndSwap, now } from '@stackport/database';
import { changesAfterDetach, statesFrom } from '../../attachments/attachment-states.js';
import type { CinderDatabase, CinderTransaction } from '../../database.js';
import { BackupNotFound } from '../../errors/backups.js';
import type {
  Backup,
  Encryption,
  Group,
  Prisma,
  Snapshot,
  Volume,
  VolumeAttachment,
} from '../../generated/mysql/client.js';
import type { SnapshotObjectRow, VolumeObjectRow, VolumeTypeObjectRow } from '../../objects/from-rows.js';

const LIVING = { where: { deleted: false } } as const;
const VOLUME_PARTS = {
  metadata: LIVING,
  adminMetadata: LIVING,
  glanceMetadata: LIVING,
  attachments: LIVING,
} as const;

/** A volume with all that belongs to it. */
export type VolumeWithParts = VolumeObjectRow & {
  readonly metadata: readonly { readonly key: string | null; readonly value: string | null }[];
  readonly adminMetadata: readonly { readonly key: string | null; readonly value: string | null }[];
  readonly glanceMetadata: readonly { readonly key: string | null; readonly value: string | null }[];
  readonly attachments: readonly VolumeAttachment[];
  readonly volumeType: VolumeTypeObjectRow | null;
};
export type SnapshotWithVolume = SnapshotObjectRow & { readonly volume: Volume };

/** The rows that a back end works on. */
export class ManagerRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /** Runs changes of several rows as one. */
  transaction<T>(action: (tx: CinderTransaction) => Promise<T>): Promise<T> {
    return this.#database.transaction(action);
  }

  async getVolume(id: string): Promise<VolumeWithParts | undefined> {
    const row = await this.#database.client.volume.findFirst({ where: { id, deleted: false }, include: VOLUME_PARTS });
    return row === null ? undefined : { ...row, volumeType: await this.getVolumeType(row.volumeTypeId) };
  }

  /** How volumes of a type are encrypted; null where they are not. */
  getEncryption(volumeTypeId: string): Promise<Encryption | null> {
    return this.#database.client.encryption.findFirst({ where: { volumeTypeId, deleted: false } });
  }

  async getVolumeType(id: string): Promise<VolumeTypeObjectRow | null> {
    return this.#database.client.volumeType.findFirst({ where: { id }, include: { extraSpecs: LIVING } });
  }

  /** Whether the row was still as `where` says. */
  updateVolume(
    id: string,
    data: Prisma.VolumeUncheckedUpdateManyInput,
    where: Prisma.VolumeWhereInput = {},
  ): Promise<boolean> {
    return compareAndSwap(
      this.#database.client.volume,
      { AND: [{ id, deleted: false }, where] },
      { ...data, updatedAt: now() },
    );
  }

  async createVolume(data: Prisma.VolumeUncheckedCreateInput): Promise<void> {
    await this.#database.client.volume.create({ data });
  }

  /** @returns whether it was there */
  async deleteVolume(id: string, tx: CinderTransaction): Promise<boolean> {
    const at = now();
    const gone = { deleted: true, deletedAt: at, updatedAt: at };
    const { count } = await tx.volume.updateMany({
      where: { id, deleted: false },
      data: { ...gone, status: 'deleted', terminatedAt: at, migrationStatus: null },
    });
    if (count === 0) return false;
    const of = { where: { volumeId: id, deleted: false }, data: gone };
    await tx.volumeMetadata.updateMany(of);
    await tx.volumeAdminMetadata.updateMany(of);
    await tx.volumeGlanceMetadata.updateMany(of);
    await tx.volumeAttachment.updateMany({ ...of, data: { ...gone, attachStatus: 'deleted' } });
    await tx.transfer.updateMany(of);
    return true;
  }

  /** Of a back end: `host@backend` and its pools. */
  async listVolumes(host: string): Promise<Volume[]> {
    return this.#database.client.volume.findMany({ where: { deleted: false, ...onBackend(host) } });
  }

  async getSnapshot(id: string): Promise<SnapshotWithVolume | undefined> {
    const row = await this.#database.client.snapshot.findFirst({
      where: { id, deleted: false },
      include: { volume: true, metadata: LIVING },
    });
    return row ?? undefined;
  }

  updateSnapshot(
    id: string,
    data: Prisma.SnapshotUncheckedUpdateManyInput,
    where: Prisma.SnapshotWhereInput = {},
  ): Promise<boolean> {
    return compareAndSwap(
      this.#database.client.snapshot,
      { AND: [{ id, deleted: false }, where] },
      { ...data, updatedAt: now() },
    );
  }

  async deleteSnapshot(id: string, tx: CinderTransaction): Promise<boolean> {
    const at = now();
    const gone = { deleted: true, deletedAt: at, updatedAt: at };
    const { count } = await tx.snapshot.updateMany({
      where: { id, deleted: false },
      data: { ...gone, status: 'deleted' },
    });
    await tx.snapshotMetadata.updateMany({ where: { snapshotId: id, deleted: false }, data: gone });
    await tx.volumeGlanceMetadata.updateMany({ where: { snapshotId: id, deleted: false }, data: gone });
    return count === 1;
  }

  async listSnapshotsOfVolume(volumeId: string): Promise<Snapshot[]> {
    return this.#database.client.snapshot.findMany({ where: { volumeId, deleted: false } });
  }

  async listSnapshots(host: string): Promise<SnapshotWithVolume[]> {
    return this.#database.client.snapshot.findMany({
      where: { deleted: false, volume: onBackend(host) },
      include: { volume: true },
    });
  }

  async updateSnapshotsOfVolume(volumeId: string, data: Prisma.SnapshotUncheckedUpdateManyInput): Promise<void> {
    await this.#database.client.snapshot.updateMany({ where: { volumeId, deleted: false }, data });
  }

  /** Sets facts of an image on a volume; those that are there are replaced. */
  async setGlanceMetadata(volumeId: string, values: Readonly<Record<string, string>>): Promise<void> {
    const at = now();
    await this.transaction(async (tx) => {
      await tx.volumeGlanceMetadata.updateMany({
        where: { volumeId, deleted: false },
        data: { deleted: true, deletedAt: at },
      });
      await tx.volumeGlanceMetadata.createMany({
        data: Object.entries(values).map(([key, value]) => ({ volumeId, key, value, createdAt: at })),
      });
    });
  }

  async getGlanceMetadata(of: { volumeId: string } | { snapshotId: string }): Promise<Record<string, string>> {
    const rows = await this.#database.client.volumeGlanceMetadata.findMany({ where: { ...of, deleted: false } });
    return Object.fromEntries(rows.map(({ key, value }) => [key ?? '', value ?? '']));
  }

  async addSnapshotGlanceMetadata(snapshotId: string, values: Readonly<Record<string, string>>): Promise<void> {
    const at = now();
    await this.#database.client.volumeGlanceMetadata.createMany({
      data: Object.entries(values).map(([key, value]) => ({ snapshotId, key, value, createdAt: at })),
    });
  }

  async getAttachment(id: string): Promise<VolumeAttachment | undefined> {
    return (await this.#database.client.volumeAttachment.findFirst({ where: { id, deleted: false } })) ?? undefined;
  }

  async createAttachment(data: Prisma.VolumeAttachmentUncheckedCreateInput): Promise<void> {
    await this.#database.client.volumeAttachment.create({ data: { ...data, createdAt: now() } });
  }

  updateAttachment(id: string, data: Prisma.VolumeAttachmentUncheckedUpdateManyInput): Promise<boolean> {
    return compareAndSwap(
      this.#database.client.volumeAttachment,
      { id, deleted: false },
      { ...data, updatedAt: now() },
    );
  }

  /** Takes an attachment away and gives the volume the state that the others leave it, as one. */
  async finishDetach(volumeId: string, attachmentId: string): Promise<void> {
    const at = now();
    await this.transaction(async (tx) => {
      await tx.volumeAttachment.updateMany({
        where: { id: attachmentId, deleted: false },
        data: { attachStatus: 'detached', detachTime: at, deleted: true, deletedAt: at, updatedAt: at },
      });
      const left = await tx.volumeAttachment.findMany({ where: { volumeId, deleted: false } });
      const volume = await tx.volume.findFirst({ where: { id: volumeId, deleted: false } });
      if (volume !== null)
        await tx.volume.updateMany({
          where: { id: volumeId, deleted: false },
          data: { ...changesAfterDetach(volume, statesFrom(left)), updatedAt: at },
        });
      await tx.volumeAdminMetadata.updateMany({
        where: { volumeId, key: 'attached_mode', deleted: false },
        data: { deleted: true, deletedAt: at },
      });
    });
  }

  async setAdminMetadata(volumeId: string, key: string, value: string): Promise<void> {
    const at = now();
    await this.transaction(async (tx) => {
      const { count } = await tx.volumeAdminMetadata.updateMany({
        where: { volumeId, key, deleted: false },
        data: { value, updatedAt: at },
      });
      if (count === 0) await tx.volumeAdminMetadata.create({ data: { volumeId, key, value, createdAt: at } });
    });
  }

  /** Throws `BackupNotFound`. */
  async getBackup(id: string): Promise<Backup> {
    const row = await this.#database.client.backup.findFirst({ where: { id, deleted: false } });
    if (row === null) throw new BackupNotFound(id);
    return row;
  }

  /** Limits of a type's quality-of-service specs that the node with the guest sets; null where there are none. */
  async getFrontEndSpecs(volumeTypeId: string): Promise<Record<string, string> | null> {
    const type = await this.#database.client.volumeType.findFirst({
      where: { id: volumeTypeId },
      include: { qosSpecs: { include: { specs: LIVING } } },
    });
    if (type?.qosSpecs === null || type?.qosSpecs === undefined) return null;
    const specs = Object.fromEntries(type.qosSpecs.specs.map(({ key, value }) => [key ?? '', value ?? '']));
    const { consumer, ...limits } = specs;
    return consumer === 'front-end' || consumer === 'both' ? limits : null;
  }

  /** Changes the row of the back end's service; it has not been heard of for that. */
  async updateService(id: number, data: Prisma.ServiceUpdateManyMutationInput): Promise<void> {
    await this.#database.client.service.updateMany({
      where: { id, deleted: false },
      data: { ...data, modifiedAt: now() },
    });
  }

  async getGroup(id: string): Promise<Group | undefined> {
    return (await this.#database.client.group.findFirst({ where: { id, deleted: false } })) ?? undefined;
  }

  updateGroup(id: string, data: Prisma.GroupUncheckedUpdateManyInput): Promise<boolean> {
    return compareAndSwap(this.#database.client.group, { id, deleted: false }, { ...data, updatedAt: now() });
  }

  /**
   * Marks a group, and which types it has, as deleted: a type that a group has cannot be deleted.
   * @param together - what belongs into the same transaction: giving its quota back
   * @returns false where it was deleted already
   */
  removeGroup(id: string, together: (tx: CinderTransaction) => Promise<void>): Promise<boolean> {
    const gone = { deleted: true, deletedAt: now() };
    return this.#database.transaction(async (tx) => {
      const { count } = await tx.group.updateMany({
        where: { id, deleted: false },
        data: { ...gone, status: 'deleted' },
      });
      if (count === 0) return false;
      await tx.groupVolumeTypeMapping.updateMany({ where: { groupId: id, deleted: false }, data: gone });
      await together(tx);
      return true;
    });
  }

  updateGroupSnapshot(id: string, data: Prisma.GroupSnapshotUncheckedUpdateManyInput): Promise<boolean> {
    return compareAndSwap(this.#database.client.groupSnapshot, { id, deleted: false }, { ...data, updatedAt: now() });
  }

  async getGroupSnapshot(id: string): Promise<Prisma.GroupSnapshotGetPayload<object> | undefined> {
    return (await this.#database.client.groupSnapshot.findFirst({ where: { id, deleted: false } })) ?? undefined;
  }

  async listVolumesOfGroup(groupId: string): Promise<Volume[]> {
    return this.#database.client.volume.findMany({ where: { groupId, deleted: false } });
  }

  async listSnapshotsOfGroupSnapshot(groupSnapshotId: string): Promise<SnapshotWithVolume[]> {
    return this.#database.client.snapshot.findMany({
      where: { groupSnapshotId, deleted: false },
      include: { volume: true },
    });
  }
}

function onBackend(host: string): { OR: { host: string | { startsWith: string } }[] } {
  return { OR: [{ host }, { host: { startsWith: `${host}#` } }] };
}
