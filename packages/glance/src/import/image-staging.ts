// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { NotFound as DataNotFound, STAGING_STORE, type StoreContainer } from '@stackport/image-store';
import type { Enforcer } from '@stackport/policy';
import { BadStoreUri, Conflict, InvalidStatusTransition } from '../errors.js';
import { ImageAccess } from '../images/image-access.js';
import type { ImageData, UploadLeases } from '../images/image-data.js';
import type { ImageRepository } from '../images/image-repository.js';
import type { Image } from '../images/image.js';
import type { Limits } from '../limits/limits.js';
import type { StorageQuota } from '../images/storage-quota.js';

/** Property that tells the other workers which of them holds an image's staged data. */
export const STAGE_HOST = 'os_glance_stage_host';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export interface ImageStagingOptions {
  readonly images: ImageRepository;
  readonly data: ImageData;
  readonly uploads: UploadLeases;
  readonly stores: StoreContainer;
  readonly quota: StorageQuota;
  readonly limits: Limits;
  readonly enforcer: Enforcer;
  /** URL of this worker as the others reach it; undefined where it is the only one. */
  readonly selfUrl: string | undefined;
  readonly logger: Logger;
}

/** Where data waits that is to be imported: a folder of this worker, a file for each image. */
export class ImageStaging {
  readonly #options: ImageStagingOptions;

  constructor(options: ImageStagingOptions) {
    this.#options = options;
  }

  /**
   * Takes in the data of a queued image, which is `uploading` then until it is imported. On any failure the image is
   * queued again and nothing is left.
   * @throws ImageNotFound, Forbidden, InvalidStatusTransition, LimitExceeded, ImageSizeLimitExceeded, StorageQuotaFull, and the store's.
   */
  async stage(context: RequestContext, imageId: string, data: Readable, size: number | undefined): Promise<void> {
    const { images, enforcer, uploads, limits, selfUrl, data: imageData } = this.#options;
    await limits.require(context, { image_stage_total: 0 });
    const image = await images.get(context, imageId);
    new ImageAccess(enforcer, context, image).require('modify_image', { owner: true });
    this.#requireStore();
    await imageData.claim(image, 'uploading');
    await uploads.during(imageId, async () => {
      try {
        await limits.require(context, { image_count_uploading: 0 });
        const staged = await this.put(image, data, size);
        image.setData({ size: staged });
        if (selfUrl !== undefined) image.setProperty(STAGE_HOST, selfUrl);
        await images.save(image, 'uploading', { held: uploads.lease, drop: uploads.lease });
      } catch (error) {
        // The lease is another's, who took this process for dead: so is what is staged by now.
        if (error instanceof Conflict) throw new InvalidStatusTransition('queued', 'uploading');
        await this.discard(imageId);
        await imageData.requeue(image, 'uploading');
        throw error;
      }
    });
  }

  /** Puts data into the staging store, in the place of what an interrupted attempt has left there. Resolves to its bytes. */
  async put(image: Image, data: Readable, size: number | undefined): Promise<number> {
    const { stores, quota } = this.#options;
    this.#requireStore();
    const limited = await quota.limit(image, data, size);
    await this.discard(image.id);
    // Hashed once, and cheaply: what counts is computed on the way into the image's own store.
    return (await stores.add(STAGING_STORE, image.id, limited, size, { hashAlgorithm: 'md5' })).size;
  }

  /** Opens staged data. Throws the store's `NotFound`. */
  async open(imageId: string): Promise<{ readonly data: Readable; readonly size: number | undefined }> {
    return this.#options.stores.get(await this.#uri(imageId), { backend: STAGING_STORE });
  }

  /** Where the staged data is. Throws `BadStoreUri` where there is no staging store. */
  async pathOf(imageId: string): Promise<string> {
    return fileURLToPath(await this.#uri(imageId));
  }

  /** Throws `ImageSizeLimitExceeded` or `StorageQuotaFull` for data that the image's owner may not have. */
  async requireRoom(image: Image, size: number): Promise<void> {
    await this.#options.quota.limit(image, Readable.from([]), size);
  }

  /** Bytes that are staged; undefined where there are none. */
  async sizeOf(imageId: string): Promise<number | undefined> {
    try {
      return await this.#options.stores.getSize(await this.#uri(imageId), STAGING_STORE);
    } catch (error) {
      if (error instanceof DataNotFound) return undefined;
      throw error;
    }
  }

  /** Removes staged data, if there is any. Never rejects: what cannot be removed is logged. */
  async discard(imageId: string): Promise<void> {
    const { stores, logger } = this.#options;
    try {
      const uri = await stores.stagedUriOf(imageId);
      if (uri !== undefined) await stores.delete(uri, STAGING_STORE);
    } catch (error) {
      if (!(error instanceof DataNotFound)) logger.error(`Cannot delete staged image data of image ${imageId}`, error);
    }
  }

  /** Removes staged data of images that are no more: a service died before it could (upstream's housekeeping.py). */
  async discardOrphans(): Promise<void> {
    const { stores, images, logger } = this.#options;
    this.#requireStore();
    // Asked of the store itself: the folder need not be there yet.
    const uri = stores.getStore(STAGING_STORE).store.uriOf('any');
    if (uri === undefined) return;
    const names = await readdir(dirname(fileURLToPath(uri))).catch(() => []);
    for (const imageId of names.filter((name) => UUID.test(name))) {
      if (await images.exists(imageId)) continue;
      logger.debug(`Stale staging residue found for image ${imageId}; deleting now.`);
      await this.discard(imageId);
    }
  }

  async #uri(imageId: string): Promise<string> {
    this.#requireStore();
    const uri = await this.#options.stores.stagedUriOf(imageId);
    if (uri === undefined) throw notConfigured();
    return uri;
  }

  #requireStore(): void {
    try {
      this.#options.stores.getStore(STAGING_STORE);
    } catch (error) {
      throw notConfigured(error);
    }
  }
}

function notConfigured(cause?: unknown): BadStoreUri {
  const error = new BadStoreUri("'node_staging_uri' is not set correctly. Could not load staging store.");
  return cause === undefined ? error : Object.assign(error, { cause });
}
