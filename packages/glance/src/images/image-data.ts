// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { NotFound as DataNotFound, type StoreContainer } from '@stackport/image-store';
import {
  Conflict,
  Forbidden,
  Gone,
  ImageNotFound,
  InvalidStatusTransition,
  NotFound,
  UploadFailure,
} from '../errors.js';
import type { DataNotifications } from '../notifications/data-notifications.js';
import type { Limits } from '../limits/limits.js';
import { formatInspector } from './format-inspector.js';
import { ImageAccess } from './image-access.js';
import type { ImageLock } from './image-locks.js';
import type { ImageRepository } from './image-repository.js';
import type { Image, ImageLocation, ImageStatus } from './image.js';
import type { StorageQuota } from './storage-quota.js';

export interface ImageDataDependencies {
  readonly images: ImageRepository;
  readonly stores: StoreContainer;
  readonly quota: StorageQuota;
  readonly limits: Limits;
  readonly enforcer: Enforcer;
  /** Signs for the data that this process takes in. */
  readonly uploads: UploadLeases;
  /** Algorithm of os_hash_value. */
  readonly hashAlgorithm: string;
  readonly notifications: DataNotifications;
  readonly logger: Logger;
}

/** What a process does so that others know whether the data that it takes in may still come. */
export interface UploadLeases {
  readonly lease: ImageLock;
  /** Shows signs of life for the image's upload until the action is over. */
  during<T>(imageId: string, action: () => Promise<T>): Promise<T>;
}

/** What a store has taken in. */
export interface StoredData {
  readonly location: ImageLocation;
  readonly size: number;
  readonly checksum: string;
  readonly osHashAlgo: string;
  readonly osHashValue: string;
  /** Absent where the format does not tell, or where it was known before. */
  readonly virtualSize?: number;
}

/** Bytes of images: into a store, out of it, and away. */
export class ImageData {
  readonly #dependencies: ImageDataDependencies;

  constructor(dependencies: ImageDataDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Stores the data of a queued image and makes it active. On any failure the image is queued again and the store holds
   * nothing of it.
   * @param size - bytes announced; undefined where the client did not say.
   * @param backend - store to put it in; undefined for the default.
   * @throws ImageNotFound, Forbidden, Conflict for one that is not queued, Gone for one that was deleted meanwhile,
   * LimitExceeded, ImageSizeLimitExceeded, StorageQuotaFull, and the store's errors.
   */
  async upload(
    context: RequestContext,
    imageId: string,
    data: Readable,
    size: number | undefined,
    backend: string | undefined,
  ): Promise<void> {
    const { images, enforcer, uploads, limits } = this.#dependencies;
    await limits.require(context, { image_size_total: 0 });
    const image = await images.get(context, imageId);
    new ImageAccess(enforcer, context, image).require('upload_image', { owner: true });
    await this.claim(image, 'saving');
    await uploads.during(image.id, async () => {
      try {
        // This one is among those that are counted.
        await limits.require(context, { image_count_uploading: 0 });
        await this.store(image, data, size, backend);
      } catch (error) {
        await this.requeue(image, image.status);
        throw error;
      }
      await this.#finish(image);
    });
  }

  /**
   * Takes a queued image for one upload, signed by this process; what follows goes into `uploads.during`. Throws
   * `InvalidStatusTransition` for all others that try.
   */
  async claim(image: Image, next: 'saving' | 'uploading'): Promise<void> {
    const { images, uploads } = this.#dependencies;
    const { status } = image;
    image.transitionTo(next);
    try {
      await images.save(image, 'queued', { take: uploads.lease });
    } catch (error) {
      throw error instanceof Conflict ? new InvalidStatusTransition(status === 'queued' ? next : status, next) : error;
    }
  }

  /** Puts data into a store and its place, size and hashes on the image; nothing is saved yet. Leaves nothing on failure. */
  async store(image: Image, data: Readable, size: number | undefined, backend: string | undefined): Promise<void> {
    const stored = await this.put(image, data, size, backend);
    try {
      this.record(image, stored);
    } catch (error) {
      await this.discardLocation(image.id, stored.location);
      throw error;
    }
  }

  /** Puts an image's data into a store; the image itself does not change. */
  put(image: Image, data: Readable, size: number | undefined, backend: string | undefined): Promise<StoredData> {
    return this.#dependencies.notifications.during(image, backend, () => this.#put(image, data, size, backend));
  }

  async #put(image: Image, data: Readable, size: number | undefined, backend: string | undefined): Promise<StoredData> {
    const { stores, quota, hashAlgorithm, logger } = this.#dependencies;
    const limited = await quota.limit(image, data, size);
    const { containerFormat, diskFormat, virtualSize: known, osHashAlgo } = image.fields;
    const inspector = !known && containerFormat === 'bare' ? formatInspector(diskFormat) : undefined;
    const algorithm = osHashAlgo ?? hashAlgorithm;
    const stored = await stores.add(backend, image.id, limited, size, {
      hashAlgorithm: algorithm,
      ...(inspector === undefined ? {} : { verifier: inspector }),
    });
    // A disk of no bytes is one that was not found, to Zed.
    const virtualSize = inspector?.virtualSize === 0 ? undefined : inspector?.virtualSize;
    if (inspector !== undefined && virtualSize === undefined)
      logger.warning(`Image format ${String(diskFormat)} did not match; unable to calculate virtual size`);
    return {
      location: { url: stored.uri, metadata: stored.metadata, status: 'active' },
      size: stored.size,
      checksum: stored.checksum,
      osHashAlgo: algorithm,
      osHashValue: stored.multihash,
      ...(virtualSize === undefined ? {} : { virtualSize }),
    };
  }

  /** Notes stored data on the image. Throws `UploadFailure` where the image is known to have other data. */
  record(image: Image, { location, ...data }: StoredData): void {
    const { size, checksum, osHashValue, locations } = image.fields;
    for (const [name, before, after] of [
      ['size', size, data.size],
      ['os_hash_value', osHashValue, data.osHashValue],
      ['checksum', checksum, data.checksum],
    ] as const)
      if (before !== null && before !== after)
        throw new UploadFailure(`${name} of uploaded data is different from current value set on the image.`);
    image.setData(data);
    image.setLocations([...locations, location]);
  }

  async #finish(image: Image): Promise<void> {
    const { images, uploads, notifications, logger } = this.#dependencies;
    const from = image.status;
    image.transitionTo('active');
    notifications.stored(image, true);
    try {
      await images.save(image, from, { held: uploads.lease, drop: uploads.lease });
    } catch (error) {
      await this.discard(image);
      if (!(error instanceof ImageNotFound) && !(error instanceof Conflict)) {
        await this.requeue(image, from);
        throw error;
      }
      const message =
        `Image ${image.id} could not be found after upload. The image may have been deleted during the upload, ` +
        'cleaning up the chunks uploaded.';
      logger.warning(message);
      throw new Gone(message);
    }
  }

  /** Makes an image whose data did not come queued again; one that was deleted meanwhile stays so. */
  async requeue(image: Image, from: ImageStatus): Promise<void> {
    const { images, uploads, logger } = this.#dependencies;
    try {
      await images.requeue(image.id, from, uploads.lease);
    } catch (error) {
      logger.error(`Unable to restore image ${image.id}`, error);
    }
  }

  /** An image whose data the caller may read. Throws `ImageNotFound`, and `Forbidden` (also for a deactivated one). */
  async readable(context: RequestContext, imageId: string): Promise<Image> {
    const { images, enforcer } = this.#dependencies;
    const image = await images.get(context, imageId);
    if (image.status === 'deactivated' && !context.isAdmin)
      throw new Forbidden('The requested image has been deactivated. Image data download is forbidden.');
    new ImageAccess(enforcer, context, image).require('download_image');
    return image;
  }

  /**
   * Opens the data, or `length` bytes from `offset`, at the first location that has it. Throws the last location's
   * error, and `NotFound` of the store for an image without data.
   */
  async open(image: Image, range: { readonly offset?: number; readonly length?: number } = {}): Promise<Readable> {
    const { stores, logger } = this.#dependencies;
    let failure: unknown = new DataNotFound(`No data of image ${image.id}`);
    for (const location of image.fields.locations) {
      try {
        return (await stores.get(location.url, { ...range, backend: backendOf(location) })).data;
      } catch (error) {
        logger.warning(`Get image ${image.id} data failed: ${String(error)}.`);
        failure = error;
      }
    }
    if (image.fields.locations.length > 0)
      logger.error(`Glance tried all active locations to get data for image ${image.id} but all have failed.`);
    throw failure;
  }

  /** The same for a caller, of which a notification tells once all is sent. */
  async download(
    context: RequestContext,
    image: Image,
    range: { readonly offset?: number; readonly length?: number } = {},
  ): Promise<Readable> {
    const data = await this.open(image, range);
    return this.#dependencies.notifications.sent(context, image, data, range.length ?? image.fields.size);
  }

  /** Deletes an image's data from its stores; data that is gone already is fine, other failures are logged. */
  async discard(image: Image): Promise<void> {
    for (const location of image.fields.locations) await this.discardLocation(image.id, location);
  }

  /**
   * Removes data of an image that a store has and the image does not know of: a process put it there and was killed
   * before it could note it. Stores that spread images over several folders do not tell where it would be.
   */
  async discardLeftovers(image: Image, backend: string | undefined): Promise<void> {
    const { stores, logger } = this.#dependencies;
    try {
      const url = stores.getStore(backend ?? stores.defaultBackend).store.uriOf(image.id);
      const isKnown = image.fields.locations.some(
        (location) => location.url === url || backendOf(location) === backend,
      );
      if (url !== undefined && !isKnown) await stores.delete(url, stores.multiStore ? backend : undefined);
    } catch (error) {
      if (!(error instanceof DataNotFound))
        logger.warning(`Unable to look for leftovers of image ${image.id}: ${String(error)}`);
    }
  }

  async discardLocation(imageId: string, location: ImageLocation): Promise<void> {
    const { stores, logger } = this.#dependencies;
    try {
      await stores.delete(location.url, backendOf(location));
    } catch (error) {
      if (error instanceof DataNotFound || error instanceof NotFound)
        logger.warning(`Failed to find the data of image ${imageId} in its store`);
      else logger.error(`Failed to delete the data of image ${imageId} from its store`, error);
    }
  }
}

/** The store that a location names, where there are several. */
export function backendOf(location: ImageLocation): string | undefined {
  const { store } = location.metadata;
  return typeof store === 'string' ? store : undefined;
}
