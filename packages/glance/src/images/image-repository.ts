// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { compareAndSwap, isUniqueViolation, now } from '@stackport/database';
import { Conflict, Duplicate, ImageNotFound } from '../errors.js';
import { isWide, requireNarrowImage } from '../narrow-text.js';
import type { GlanceDatabase, GlanceTransaction } from '../database.js';
import type { Prisma } from '../generated/mysql/client.js';
import { ATOMIC_PROPERTIES, dropLock, holds, takeLock, type ImageLock } from './image-locks.js';
import type { LocationStrategy } from './location-strategy.js';
import { Image, type ImageFields, type ImageLocation, type ImageStatus } from './image.js';

/** What of an image's other tables is read with it: one query each, for one image as for a page of them. */
export const withRelations = {
  properties: { where: { deleted: false } },
  tags: { where: { deleted: false }, orderBy: { id: 'asc' } },
  locations: { where: { deleted: false }, orderBy: { id: 'asc' } },
} as const satisfies Prisma.ImageInclude;

export interface SaveOptions {
  /** Save only while this is held; `Conflict` else. */
  readonly held?: ImageLock;
  /** Take this together with the change, from whomever. */
  readonly take?: ImageLock;
  /** Give this away together with the change. */
  readonly drop?: ImageLock;
}

export type ImageRow = Prisma.ImageGetPayload<{ include: typeof withRelations }>;

/** Reads and writes images: the only code that touches their tables. */
export class ImageRepository {
  readonly #database: GlanceDatabase;
  readonly #orderLocations: LocationStrategy;

  /** @param orderLocations - in which order an image has its locations: as they were added, unless told otherwise. */
  constructor(database: GlanceDatabase, orderLocations: LocationStrategy = (locations) => locations) {
    this.#database = database;
    this.#orderLocations = orderLocations;
  }

  /** The domain's image of a row with its relations. */
  imageOf(row: ImageRow, member: string | null = null): Image {
    return imageOf(row, member, this.#orderLocations);
  }

  /** Throws `ImageNotFound` for an image that is not there or that the caller may not see. */
  async get(context: RequestContext, imageId: string): Promise<Image> {
    if (isWide(imageId)) throw new ImageNotFound(imageId);
    const row = await this.#database.client.image.findFirst({
      where: { id: imageId, deleted: false },
      include: withRelations,
    });
    if (row === null) throw new ImageNotFound(imageId);
    const member = await this.#memberFor(context, row);
    if (!isVisible(context, row, member)) throw new ImageNotFound(imageId);
    return this.imageOf(row, member);
  }

  /** The caller's project where it is a member of the shared image, whatever the state of that membership. */
  async #memberFor(context: RequestContext, row: ImageRow): Promise<string | null> {
    const projectId = context.projectId ?? null;
    if (row.visibility !== 'shared' || projectId === null || row.owner === projectId) return null;
    const found = await this.#database.client.imageMember.findFirst({
      where: { imageId: row.id, member: projectId, deleted: false },
      select: { member: true },
    });
    return found?.member ?? null;
  }

  /** Whether there is such an image that is not deleted. */
  async exists(imageId: string): Promise<boolean> {
    return (await this.#database.client.image.count({ where: { id: imageId, deleted: false } })) === 1;
  }

  /** Stores a new image. Throws `Duplicate` for an id that is taken, also by a deleted image. */
  async add(image: Image): Promise<void> {
    const { fields } = image;
    requireNarrowImage(columnsOf(fields), fields.properties, fields.tags);
    const createdAt = fields.createdAt;
    try {
      await this.#database.client.image.create({
        data: {
          id: fields.id,
          createdAt,
          ...columnsOf(fields),
          updatedAt: fields.updatedAt,
          properties: {
            create: Object.entries(fields.properties).map(([name, value]) => ({
              name,
              value,
              createdAt,
              updatedAt: createdAt,
            })),
          },
          tags: { create: fields.tags.map((value) => ({ value, createdAt, updatedAt: createdAt })) },
          locations: { create: fields.locations.map((location) => locationColumns(location, createdAt)) },
        },
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new Duplicate(`Image ID ${fields.id} already exists!`);
      throw error;
    }
  }

  /**
   * Stores a changed image, all its tables together or none.
   * @param fromStatus - the state that the row must still be in. Throws `Conflict` where it is not, `ImageNotFound`
   * where the image is gone.
   */
  async save(image: Image, fromStatus?: ImageStatus, { held, take, drop }: SaveOptions = {}): Promise<void> {
    const { fields } = image;
    requireNarrowImage(columnsOf(fields), fields.properties, fields.tags);
    const updatedAt = now();
    await this.#database.transaction(async (transaction) => {
      const { count } = await transaction.image.updateMany({
        where: { id: fields.id, deleted: false, ...(fromStatus === undefined ? {} : { status: fromStatus }) },
        data: { ...columnsOf(fields), updatedAt },
      });
      if (count === 0) throw await this.#lost(transaction, image, fromStatus);
      // The image's row is locked by now: nobody else changes its locks.
      if (held !== undefined && !(await holds(transaction, fields.id, held)))
        throw new Conflict(`Image ${fields.id} is not locked by ${held.holder}`);
      if (take !== undefined) await takeLock(transaction, fields.id, take, updatedAt);
      if (drop !== undefined) await dropLock(transaction, fields.id, drop);
      await saveProperties(transaction, fields, updatedAt);
      await saveTags(transaction, fields, updatedAt);
      await saveLocations(transaction, fields, updatedAt);
    });
    image.setStored(updatedAt);
  }

  async #lost(transaction: GlanceTransaction, image: Image, fromStatus: string | undefined): Promise<Error> {
    const row = await transaction.image.findFirst({
      where: { id: image.id, deleted: false },
      select: { status: true },
    });
    if (row === null) return new ImageNotFound(image.id);
    return new Conflict(
      `cannot transition from ${row.status} to ${image.status} in update (wanted from_state=${String(fromStatus)})`,
    );
  }

  /**
   * Makes an image `queued` again whose data did not come, if it is still in the state that waited for it.
   * @param held - its lock, which goes with it; nothing changes where another holds it.
   */
  async requeue(imageId: string, fromStatus: ImageStatus, held?: ImageLock): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const changed = await compareAndSwap(
        transaction.image,
        {
          id: imageId,
          deleted: false,
          status: fromStatus,
          ...(held === undefined
            ? {}
            : { properties: { some: { name: held.name, value: held.holder, deleted: false } } }),
        },
        { status: 'queued', size: null, virtualSize: null, updatedAt: now() },
      );
      if (changed && held !== undefined) await dropLock(transaction, imageId, held);
      return changed;
    });
  }

  /** Marks the image and all its rows as deleted. Throws `ImageNotFound` where another request was faster. */
  async remove(image: Image): Promise<void> {
    const deletedAt = now();
    const gone = { deleted: true, deletedAt, updatedAt: deletedAt };
    const living = { imageId: image.id, deleted: false };
    await this.#database.transaction(async (transaction) => {
      const { count } = await transaction.image.updateMany({
        where: { id: image.id, deleted: false },
        data: { ...gone, status: image.status },
      });
      if (count === 0) throw new ImageNotFound(image.id);
      await transaction.imageProperty.updateMany({ where: living, data: gone });
      await transaction.imageMember.updateMany({ where: living, data: gone });
      await transaction.imageTag.updateMany({ where: living, data: gone });
      await transaction.imageLocation.updateMany({ where: living, data: { ...gone, status: 'deleted' } });
    });
  }

  /** Bytes that a project's living images take, each as often as it has locations (upstream's `user_get_storage_usage`). */
  async storageUsed(owner: string, exceptImageId?: string): Promise<number> {
    const rows = await this.#database.client.image.findMany({
      where: {
        owner,
        deleted: false,
        status: { notIn: ['killed', 'deleted', 'pending_delete'] },
        ...(exceptImageId === undefined ? {} : { id: { not: exceptImageId } }),
      },
      select: { size: true, _count: { select: { locations: { where: { deleted: false } } } } },
    });
    return rows.reduce((sum, row) => sum + Number(row.size ?? 0) * row._count.locations, 0);
  }
}

/** Upstream's db/sqlalchemy/api.py, is_image_visible. */
function isVisible(context: RequestContext, row: ImageRow, member: string | null): boolean {
  if (context.isAdmin || row.owner === null || row.visibility === 'public' || row.visibility === 'community')
    return true;
  return (context.projectId !== undefined && row.owner === context.projectId) || member !== null;
}

function imageOf(row: ImageRow, member: string | null, orderLocations: LocationStrategy): Image {
  return new Image({
    id: row.id,
    name: row.name,
    status: row.status as ImageStatus,
    visibility: row.visibility,
    size: row.size === null ? null : Number(row.size),
    virtualSize: row.virtualSize === null ? null : Number(row.virtualSize),
    checksum: row.checksum,
    osHashAlgo: row.osHashAlgo,
    osHashValue: row.osHashValue,
    diskFormat: row.diskFormat,
    containerFormat: row.containerFormat,
    minDisk: row.minDisk,
    minRam: row.minRam,
    owner: row.owner,
    protected: row.protected,
    osHidden: row.osHidden,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt ?? row.createdAt,
    properties: Object.fromEntries(row.properties.map(({ name, value }) => [name, value])),
    tags: row.tags.map(({ value }) => value),
    locations: [
      ...orderLocations(
        row.locations.map(({ id, value, metaData, status }) => ({
          id,
          url: value,
          metadata: metaData === null ? {} : (JSON.parse(metaData) as Record<string, unknown>),
          status,
        })),
      ),
    ],
    member,
  });
}

function columnsOf(fields: Readonly<ImageFields>) {
  return {
    name: fields.name,
    status: fields.status,
    visibility: fields.visibility,
    size: fields.size,
    virtualSize: fields.virtualSize,
    checksum: fields.checksum,
    osHashAlgo: fields.osHashAlgo,
    osHashValue: fields.osHashValue,
    diskFormat: fields.diskFormat,
    containerFormat: fields.containerFormat,
    minDisk: fields.minDisk,
    minRam: fields.minRam,
    owner: fields.owner,
    protected: fields.protected,
    osHidden: fields.osHidden,
  } satisfies Prisma.ImageUpdateManyMutationInput;
}

function locationColumns(location: ImageLocation, at: Date) {
  return {
    value: location.url,
    metaData: JSON.stringify(location.metadata),
    status: location.status,
    createdAt: at,
    updatedAt: at,
  };
}

/** A removed property keeps its row as deleted; setting it again revives the row, since the unique key counts it. */
async function saveProperties(transaction: GlanceTransaction, fields: Readonly<ImageFields>, at: Date): Promise<void> {
  const rows = await transaction.imageProperty.findMany({ where: { imageId: fields.id } });
  const known = new Map(rows.map((row) => [row.name, row]));
  for (const [name, value] of Object.entries(fields.properties)) {
    if (ATOMIC_PROPERTIES.has(name)) continue;
    const row = known.get(name);
    known.delete(name);
    if (row === undefined)
      await transaction.imageProperty.create({
        data: { imageId: fields.id, name, value, createdAt: at, updatedAt: at },
      });
    else if (row.deleted || row.value !== value)
      await transaction.imageProperty.update({
        where: { id: row.id },
        data: { value, deleted: false, deletedAt: null, updatedAt: at },
      });
  }
  const removed = [...known.values()]
    .filter((row) => !row.deleted && !ATOMIC_PROPERTIES.has(row.name))
    .map((row) => row.id);
  if (removed.length > 0)
    await transaction.imageProperty.updateMany({
      where: { id: { in: removed } },
      data: { deleted: true, deletedAt: at },
    });
}

async function saveTags(transaction: GlanceTransaction, fields: Readonly<ImageFields>, at: Date): Promise<void> {
  const rows = await transaction.imageTag.findMany({ where: { imageId: fields.id, deleted: false } });
  const removed = rows.filter((row) => !fields.tags.includes(row.value)).map((row) => row.id);
  const added = fields.tags.filter((tag) => !rows.some((row) => row.value === tag));
  if (removed.length > 0)
    await transaction.imageTag.updateMany({
      where: { id: { in: removed } },
      data: { deleted: true, deletedAt: at, updatedAt: at },
    });
  if (added.length > 0)
    await transaction.imageTag.createMany({
      data: added.map((value) => ({ imageId: fields.id, value, createdAt: at, updatedAt: at })),
    });
}

async function saveLocations(transaction: GlanceTransaction, fields: Readonly<ImageFields>, at: Date): Promise<void> {
  const kept = fields.locations.flatMap(({ id }) => (id === undefined ? [] : [id]));
  await transaction.imageLocation.updateMany({
    where: { imageId: fields.id, deleted: false, id: { notIn: kept } },
    data: { deleted: true, deletedAt: at, updatedAt: at, status: 'deleted' },
  });
  for (const location of fields.locations) {
    const columns = locationColumns(location, at);
    if (location.id === undefined) await transaction.imageLocation.create({ data: { imageId: fields.id, ...columns } });
    else
      await transaction.imageLocation.update({
        where: { id: location.id },
        data: { value: columns.value, metaData: columns.metaData, status: columns.status, updatedAt: at },
      });
  }
}
