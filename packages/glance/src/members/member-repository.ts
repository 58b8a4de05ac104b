// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { GlanceDatabase } from '../database.js';
import { Duplicate, ImageNotFound } from '../errors.js';

export type MemberStatus = 'pending' | 'accepted' | 'rejected';

/** One project that an image is shared with. */
export interface ImageMember {
  readonly imageId: string;
  readonly memberId: string;
  readonly status: MemberStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Reads and writes who an image is shared with. */
export class MemberRepository {
  readonly #database: GlanceDatabase;

  constructor(database: GlanceDatabase) {
    this.#database = database;
  }

  /** @param memberId - only this one. */
  async list(imageId: string, memberId?: string): Promise<ImageMember[]> {
    const rows = await this.#database.client.imageMember.findMany({
      where: { imageId, deleted: false, ...(memberId === undefined ? {} : { member: memberId }) },
      orderBy: { id: 'asc' },
    });
    return rows.map((row) => ({
      imageId,
      memberId: row.member,
      status: row.status as MemberStatus,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt ?? row.createdAt,
    }));
  }

  async count(imageId: string): Promise<number> {
    return this.#database.client.imageMember.count({ where: { imageId, deleted: false } });
  }

  /** Throws `Duplicate` for a project that is a member already, `ImageNotFound` for an image that is gone. */
  async add(imageId: string, memberId: string): Promise<ImageMember> {
    const createdAt = now();
    await this.#database.transaction(async (transaction) => {
      // The table's key lets two living rows of one member be: a write to the image's row makes others wait.
      const { count } = await transaction.image.updateMany({
        where: { id: imageId, deleted: false },
        data: { deleted: false },
      });
      if (count === 0) throw new ImageNotFound(imageId);
      const row = await transaction.imageMember.findFirst({
        where: { imageId, member: memberId },
        orderBy: { deleted: 'asc' },
      });
      if (row?.deleted === false) throw new Duplicate(`Member ${memberId} is duplicated for image ${imageId}`);
      const columns = { status: 'pending', createdAt, updatedAt: createdAt, deleted: false, deletedAt: null };
      // A project that was a member before gets its row back, as upstream.
      if (row === null) await transaction.imageMember.create({ data: { imageId, member: memberId, ...columns } });
      else await transaction.imageMember.update({ where: { id: row.id }, data: columns });
    });
    return { imageId, memberId, status: 'pending', createdAt, updatedAt: createdAt };
  }

  /** False where the project is no member any more. */
  async setStatus(imageId: string, memberId: string, status: MemberStatus): Promise<boolean> {
    const { count } = await this.#database.client.imageMember.updateMany({
      where: { imageId, member: memberId, deleted: false },
      data: { status, updatedAt: now() },
    });
    return count > 0;
  }

  /** False where the project is no member any more. */
  async remove(imageId: string, memberId: string): Promise<boolean> {
    const deletedAt = now();
    const { count } = await this.#database.client.imageMember.updateMany({
      where: { imageId, member: memberId, deleted: false },
      data: { deleted: true, deletedAt, updatedAt: deletedAt },
    });
    return count > 0;
  }
}
