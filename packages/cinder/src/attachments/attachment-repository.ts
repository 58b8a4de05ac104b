// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@stackport/context';
import { afterMarker, now, orderByKeys, type SortKey } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import { VolumeAttachmentNotFound } from '../errors/attachments.js';
import type { Prisma } from '../generated/mysql/client.js';
import { changesAfterDetach, statesFrom } from './attachment-states.js';

const withVolume = { volume: true } as const satisfies Prisma.VolumeAttachmentInclude;

/** An attachment with its volume's own row. */
export type AttachmentRow = Prisma.VolumeAttachmentGetPayload<{ include: typeof withVolume }>;

export interface AttachmentList {
  readonly where: Prisma.VolumeAttachmentWhereInput;
  readonly order: readonly SortKey[];
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly marker?: string | undefined;
}

/** Reads and writes attachments, and what they make of their volume's states. */
export class AttachmentRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /** Throws `VolumeAttachmentNotFound`, for those of other projects too. */
  async get(context: RequestContext, id: string): Promise<AttachmentRow> {
    const row = await this.#database.client.volumeAttachment.findFirst({
      where: { id, deleted: false, ...visibleTo(context) },
      include: withVolume,
    });
    if (row === null) throw new VolumeAttachmentNotFound(id);
    return row;
  }

  /** Throws `VolumeAttachmentNotFound` for a marker that there is not. */
  async list({ where, order, limit, offset, marker }: AttachmentList): Promise<AttachmentRow[]> {
    const conditions: Prisma.VolumeAttachmentWhereInput[] = [{ deleted: false }, where];
    if (marker !== undefined) {
      const last = await this.#database.client.volumeAttachment.findFirst({ where: { id: marker, deleted: false } });
      if (last === null) throw new VolumeAttachmentNotFound(marker);
      conditions.push(afterMarker(order, last));
    }
    return this.#database.client.volumeAttachment.findMany({
      where: { AND: conditions },
      include: withVolume,
      orderBy: orderByKeys(order),
      ...(limit === undefined ? {} : { take: limit }),
      ...(offset === undefined || offset === 0 ? {} : { skip: offset }),
    });
  }

  /** The living ones of a volume. */
  listOf(volumeId: string): Promise<AttachmentRow[]> {
    return this.#database.client.volumeAttachment.findMany({
      where: { volumeId, deleted: false },
      include: withVolume,
      orderBy: { createdAt: 'asc' },
    });
  }

  /**
   * Reserves a volume for an attachment, as one: the volume becomes `reserved` where it is in one of the states, and
   * the attachment is stored.
   * @param anyway - whether it is stored where the volume was not in one of the states: the same server's second one
   * @returns the attachment's id; undefined where the volume was not in one of the states
   */
  async reserve(
    volumeId: string,
    expected: Prisma.VolumeWhereInput,
    { instanceUuid, anyway }: { readonly instanceUuid: string | null; readonly anyway: boolean },
  ): Promise<string | undefined> {
    return this.#database.transaction(async (tx) => {
      const at = now();
      const { count } = await tx.volume.updateMany({
        where: { AND: [{ id: volumeId, deleted: false }, expected] },
        data: { status: 'reserved', updatedAt: at },
      });
      if (count === 0 && !(anyway && (await hasServer(tx, volumeId, instanceUuid)))) return undefined;
      const id = randomUUID();
      await tx.volumeAttachment.create({
        data: { id, volumeId, instanceUuid, attachStatus: 'reserved', createdAt: at },
      });
      return id;
    });
  }

  /** Throws `VolumeAttachmentNotFound`. */
  async change(id: string, values: Prisma.VolumeAttachmentUncheckedUpdateManyInput): Promise<void> {
    const { count } = await this.#database.client.volumeAttachment.updateMany({
      where: { id, deleted: false },
      data: { ...values, updatedAt: now() },
    });
    if (count === 0) throw new VolumeAttachmentNotFound(id);
  }

  /** Marks an attachment as attached and its volume as in use, as one. Throws `VolumeAttachmentNotFound`. */
  async complete(id: string, volumeId: string): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const updatedAt = now();
      const { count } = await tx.volumeAttachment.updateMany({
        where: { id, deleted: false },
        data: { attachStatus: 'attached', updatedAt },
      });
      if (count === 0) throw new VolumeAttachmentNotFound(id);
      await tx.volume.updateMany({
        where: { id: volumeId, deleted: false },
        data: { status: 'in-use', attachStatus: 'attached', updatedAt },
      });
    });
  }

  /** Takes attachments away and gives the volume the states that the others leave it, as one (volume_detached). */
  async finishDetach(volumeId: string, attachmentIds: readonly string[]): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const at = now();
      const gone = { deleted: true, deletedAt: at };
      await tx.volumeAttachment.updateMany({
        where: { id: { in: [...attachmentIds] }, volumeId, deleted: false },
        data: { ...gone, attachStatus: 'detached', detachTime: at },
      });
      await tx.volumeAdminMetadata.updateMany({
        where: { volumeId, key: 'attached_mode', deleted: false },
        data: gone,
      });
      const volume = await tx.volume.findFirst({ where: { id: volumeId, deleted: false } });
      if (volume === null) return;
      const left = await tx.volumeAttachment.findMany({ where: { volumeId, deleted: false } });
      await tx.volume.updateMany({
        where: { id: volumeId, deleted: false },
        data: changesAfterDetach(volume, statesFrom(left)),
      });
    });
  }
}

async function hasServer(tx: CinderTransaction, volumeId: string, instanceUuid: string | null): Promise<boolean> {
  if (instanceUuid === null) return false;
  return (await tx.volumeAttachment.count({ where: { volumeId, instanceUuid, deleted: false } })) > 0;
}

function visibleTo(context: RequestContext): Prisma.VolumeAttachmentWhereInput {
  return context.isAdmin ? {} : { volume: { projectId: context.projectId ?? '' } };
}
