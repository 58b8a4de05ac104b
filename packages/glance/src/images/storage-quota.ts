// SPDX-License-Identifier: Apache-2.0
import { Transform, type Readable } from 'node:stream';
import { ImageSizeLimitExceeded, Invalid, StorageQuotaFull } from '../errors.js';
import type { ImageRepository } from './image-repository.js';
import type { Image } from './image.js';

const UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };

/** `10GB` as bytes. Throws `Invalid` for a text that is no number with an optional unit. */
export function parseStorageQuota(text: string): number {
  const [, number, unit = ''] = /^\s*(\d+)\s*([A-Za-z]*)\s*$/.exec(text) ?? [];
  const factor = UNITS[unit.toUpperCase()];
  if (number === undefined || factor === undefined)
    throw new Invalid(`Invalid value for option user_storage_quota: ${text}`);
  return Number(number) * factor;
}

/** How much an image, and all images of a project together, may hold. */
export class StorageQuota {
  readonly #images: ImageRepository;
  readonly #sizeCap: number;
  readonly #perProject: number;

  /**
   * @param sizeCap - bytes of the largest image.
   * @param perProject - bytes that a project may use; 0 for no limit.
   */
  constructor(images: ImageRepository, sizeCap: number, perProject: number) {
    this.#images = images;
    this.#sizeCap = sizeCap;
    this.#perProject = perProject;
  }

  /**
   * The data, ended with an error where it grows past what is allowed. Throws at once for an announced size that does.
   * @throws ImageSizeLimitExceeded, StorageQuotaFull
   */
  async limit(image: Image, data: Readable, size: number | undefined): Promise<Readable> {
    const remaining = await this.#remaining(image);
    if (size !== undefined) {
      if (size > this.#sizeCap) throw new ImageSizeLimitExceeded();
      if (size > remaining) throw new StorageQuotaFull(size, remaining);
      return data;
    }
    const [maximum, error] =
      remaining < this.#sizeCap
        ? [remaining, (received: number) => new StorageQuotaFull(received, remaining)]
        : [this.#sizeCap, () => new ImageSizeLimitExceeded()];
    return limitedTo(data, maximum, error);
  }

  /** Bytes that the owner's other images leave. */
  async #remaining(image: Image): Promise<number> {
    const { owner } = image.fields;
    if (this.#perProject === 0 || owner === null) return Infinity;
    return Math.max(0, this.#perProject - (await this.#images.storageUsed(owner, image.id)));
  }
}

/** A stream of unknown length, failed when more than `maximum` bytes come. */
export function limitedTo(data: Readable, maximum: number, error: (received: number) => Error): Readable {
  let received = 0;
  const limiter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > maximum) done(error(received));
      else done(null, chunk);
    },
  });
  data.on('error', (failure) => limiter.destroy(failure));
  // The client may go away before the store has begun to read: it learns of that when it does.
  limiter.on('error', () => undefined);
  return data.pipe(limiter);
}
