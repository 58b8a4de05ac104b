// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { Conflict, TaskAborted } from '../errors.js';
import { IMPORT_LOCK, type ImageLock } from '../images/image-locks.js';
import type { ImageRepository, SaveOptions } from '../images/image-repository.js';
import type { Image } from '../images/image.js';

/** How often a change is begun anew because the image changed at the same time. */
const ATTEMPTS = 5;

/**
 * An image that an import task has locked (upstream's ImportActionWrapper). Each change reads the image anew and is
 * stored only while the task still has the lock.
 */
export class LockedImage {
  readonly #images: ImageRepository;
  readonly #imageId: string;
  readonly #lock: ImageLock;
  readonly #context = RequestContext.admin();

  constructor(images: ImageRepository, imageId: string, taskId: string) {
    this.#images = images;
    this.#imageId = imageId;
    this.#lock = { name: IMPORT_LOCK, holder: taskId };
  }

  /** The image as it is. Throws `ImageNotFound`, and `TaskAborted` where the lock is another's. */
  async read(): Promise<Image> {
    const image = await this.#images.get(this.#context, this.#imageId);
    const holder = image.fields.properties[this.#lock.name];
    if (holder !== this.#lock.holder)
      throw new TaskAborted(
        `Image ${this.#imageId} import task ${this.#lock.holder} does not hold the lock: ${String(holder)} does`,
      );
    return image;
  }

  /** Changes the image. Throws as `read` does, and what the change throws. `change` may be called more than once. */
  async change(change: (image: Image) => void, options: SaveOptions = {}): Promise<Image> {
    for (let attempt = 1; ; attempt++) {
      const image = await this.read();
      const { status } = image;
      change(image);
      try {
        await this.#images.save(image, status, { ...options, held: this.#lock });
        return image;
      } catch (error) {
        if (!(error instanceof Conflict) || attempt >= ATTEMPTS) throw error;
      }
    }
  }

  /** The same, and the lock is given back with it. */
  async finish(change: (image: Image) => void): Promise<Image> {
    return this.change(change, { drop: this.#lock });
  }
}
