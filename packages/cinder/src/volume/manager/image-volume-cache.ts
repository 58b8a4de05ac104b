// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now, toSeconds } from '@stackport/database';
import type { CinderDatabase } from '../../database.js';
import type { ImageVolumeCacheEntry, Volume } from '../../generated/mysql/client.js';
import type { Image } from '../../image/glance-client.js';

export interface ImageCacheLimits {
  /** GiB; 0 for no limit. */
  readonly maxSizeGib: number;
  readonly maxCount: number;
}

/** Volumes of the internal project that hold an image each, to be cloned: upstream's cinder/image/cache.py. */
export class ImageVolumeCache {
  readonly #database: CinderDatabase;
  readonly #host: string;
  readonly #limits: ImageCacheLimits;
  readonly #owner: { readonly projectId: string; readonly userId: string };

  constructor(
    database: CinderDatabase,
    host: string,
    limits: ImageCacheLimits,
    owner: { readonly projectId: string; readonly userId: string },
  ) {
    this.#database = database;
    this.#host = host;
    this.#limits = limits;
    this.#owner = owner;
  }

  /** The volume that holds the image as it is now and is no larger; undefined where there is none. */
  async find(image: Image, size: number): Promise<Volume | undefined> {
    const { client } = this.#database;
    const entry = await client.imageVolumeCacheEntry.findFirst({ where: { imageId: image.id, host: this.#host } });
    if (entry === null) return undefined;
    const isStale = entry.imageUpdatedAt?.getTime() !== toSeconds(new Date(image.updated_at)).getTime();
    const volume = await client.volume.findFirst({
      where: { id: entry.volumeId, deleted: false, status: 'available' },
    });
    if (isStale || volume === null || entry.size > size) return undefined;
    await client.imageVolumeCacheEntry.update({ where: { id: entry.id }, data: { lastUsed: now() } });
    return volume;
  }

  /** What must go so that a volume of that size may come, the longest unused first; undefined where it may not come at all. */
  async toEvict(imageId: string, size: number): Promise<ImageVolumeCacheEntry[] | undefined> {
    const { maxCount, maxSizeGib } = this.#limits;
    if (maxSizeGib > 0 && size > maxSizeGib) return undefined;
    const entries = await this.#database.client.imageVolumeCacheEntry.findMany({
      where: { host: this.#host },
      orderBy: { lastUsed: 'desc' },
    });
    const gone = entries.filter((entry) => entry.imageId === imageId);
    const kept = entries.filter((entry) => entry.imageId !== imageId);
    let total = kept.reduce((sum, entry) => sum + entry.size, size);
    while ((maxCount > 0 && kept.length + 1 > maxCount) || (maxSizeGib > 0 && total > maxSizeGib)) {
      const oldest = kept.pop();
      if (oldest === undefined) break;
      total -= oldest.size;
      gone.push(oldest);
    }
    return gone;
  }

  async removeEntry(id: number): Promise<void> {
    await this.#database.client.imageVolumeCacheEntry.deleteMany({ where: { id } });
  }

  /** The row of a volume that is to hold the image of a volume that was just made. */
  async addVolume(from: Volume): Promise<Volume> {
    return this.#database.client.volume.create({
      data: {
        id: randomUUID(),
        ...this.#owner,
        host: from.host,
        clusterName: from.clusterName,
        size: from.size,
        availabilityZone: from.availabilityZone,
        volumeTypeId: from.volumeTypeId,
        serviceUuid: from.serviceUuid,
        displayName: `image-${from.id}`,
        status: 'creating',
        attachStatus: 'detached',
        bootable: true,
        useQuota: false,
        createdAt: now(),
      },
    });
  }

  async addEntry(image: Image, volume: Volume): Promise<void> {
    await this.#database.client.imageVolumeCacheEntry.create({
      data: {
        host: this.#host,
        clusterName: volume.clusterName,
        imageId: image.id,
        imageUpdatedAt: toSeconds(new Date(image.updated_at)),
        volumeId: volume.id,
        size: volume.size ?? 0,
        lastUsed: now(),
      },
    });
  }
}
