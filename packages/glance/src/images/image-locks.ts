// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation, now } from '@stackport/database';
import type { GlanceDatabase, GlanceTransaction } from '../database.js';
import { Duplicate } from '../errors.js';
import type { ImageStatus } from './image.js';

/** The import task that an image is locked for. */
export const IMPORT_LOCK = 'os_glance_import_task';

/** The process that takes in an image's data: signed when the image is claimed, renewed while data comes. Ours alone. */
export const UPLOAD_LEASE = 'os_glance_upload_worker';

/**
 * Properties that stand for a lock. Saving an image leaves them alone (upstream's IMAGE_ATOMIC_PROPS); they are set and
 * removed by `ImageLocks`, and by `ImageRepository.save` where it is told so.
 */
export const ATOMIC_PROPERTIES: ReadonlySet<string> = new Set([IMPORT_LOCK, UPLOAD_LEASE]);

/** A lock of an image in somebody's hand. */
export interface ImageLock {
  readonly name: typeof IMPORT_LOCK | typeof UPLOAD_LEASE;
  readonly holder: string;
}

/** An upload that a process of ours has signed for. */
export interface SignedUpload {
  readonly imageId: string;
  readonly status: ImageStatus;
  readonly worker: string;
  readonly lastSeen: Date;
}

/** Locks of images, which are properties in the database: what several processes compete for. */
export class ImageLocks {
  readonly #database: GlanceDatabase;

  constructor(database: GlanceDatabase) {
    this.#database = database;
  }

  /** Sets a property that must not exist yet: a lock that one of many can take. Throws `Duplicate` for the others. */
  async setPropertyAtomically(imageId: string, name: string, value: string): Promise<void> {
    const revived = await this.#database.client.imageProperty.updateMany({
      where: { imageId, name, deleted: true },
      data: { value, deleted: false, deletedAt: null },
    });
    if (revived.count === 1) return;
    try {
      await this.#database.client.imageProperty.create({ data: { imageId, name, value, createdAt: now() } });
    } catch (error) {
      if (isUniqueViolation(error)) throw new Duplicate(`Property ${name} of image ${imageId} exists`);
      throw error;
    }
  }

  /** Takes a property away if it still has this value. False where it does not. */
  async deletePropertyAtomically(imageId: string, name: string, value: string): Promise<boolean> {
    const { count } = await this.#database.client.imageProperty.deleteMany({
      where: { imageId, name, value, deleted: false },
    });
    return count === 1;
  }

  /** Images whose data a process of ours was taking in, with that process and its last sign of life. */
  async uploads(): Promise<readonly SignedUpload[]> {
    const rows = await this.#database.client.image.findMany({
      where: {
        deleted: false,
        status: { in: ['saving', 'uploading'] },
        properties: { some: { name: UPLOAD_LEASE, deleted: false } },
      },
      select: { id: true, status: true, properties: { where: { name: UPLOAD_LEASE, deleted: false } } },
    });
    return rows.flatMap(({ id, status, properties: [lease] }) =>
      lease?.value
        ? [
            {
              imageId: id,
              status: status as ImageStatus,
              worker: lease.value,
              lastSeen: lease.updatedAt ?? lease.createdAt,
            },
          ]
        : [],
    );
  }

  /** Shows that this process still takes in the data of these images. */
  async renewUploads(imageIds: readonly string[], worker: string): Promise<void> {
    await this.#database.client.imageProperty.updateMany({
      where: { imageId: { in: [...imageIds] }, name: UPLOAD_LEASE, value: worker, deleted: false },
      data: { updatedAt: now() },
    });
  }

  /** Takes over the lease of a process that has shown no life since. False where it did, or another was faster. */
  async takeOverUpload(
    imageId: string,
    from: { readonly worker: string; readonly lastSeen: Date },
    worker: string,
  ): Promise<boolean> {
    const { count } = await this.#database.client.imageProperty.updateMany({
      where: {
        imageId,
        name: UPLOAD_LEASE,
        value: from.worker,
        deleted: false,
        OR: [{ updatedAt: from.lastSeen }, { updatedAt: null }],
      },
      data: { value: worker, updatedAt: now() },
    });
    return count === 1;
  }
}

/** Whether the lock is in that hand. */
export async function holds(
  transaction: GlanceTransaction,
  imageId: string,
  { name, holder }: ImageLock,
): Promise<boolean> {
  return (await transaction.imageProperty.count({ where: { imageId, name, value: holder, deleted: false } })) === 1;
}

/** Takes the lock from whomever. */
export async function takeLock(
  transaction: GlanceTransaction,
  imageId: string,
  { name, holder }: ImageLock,
  at: Date,
): Promise<void> {
  await transaction.imageProperty.deleteMany({ where: { imageId, name } });
  await transaction.imageProperty.create({ data: { imageId, name, value: holder, createdAt: at, updatedAt: at } });
}

/** Gives the lock away, if it is in that hand. */
export async function dropLock(
  transaction: GlanceTransaction,
  imageId: string,
  { name, holder }: ImageLock,
): Promise<void> {
  await transaction.imageProperty.deleteMany({ where: { imageId, name, value: holder, deleted: false } });
}
