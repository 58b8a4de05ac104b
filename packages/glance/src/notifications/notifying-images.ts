// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import type { GlanceDatabase } from '../database.js';
import type { ImageLock } from '../images/image-locks.js';
import { ImageRepository, type SaveOptions } from '../images/image-repository.js';
import type { Image, ImageStatus } from '../images/image.js';
import type { LocationStrategy } from '../images/location-strategy.js';
import { imagePayload } from './image-payloads.js';
import type { Notifications } from './notifications.js';
import { gone } from './payload-times.js';

/** The images, and a notification of every change to them, whoever makes it (upstream's ImageRepoProxy). */
export class NotifyingImages extends ImageRepository {
  readonly #notifications: Notifications;

  constructor(database: GlanceDatabase, notifications: Notifications, orderLocations?: LocationStrategy) {
    super(database, orderLocations);
    this.#notifications = notifications;
  }

  override async add(image: Image): Promise<void> {
    await super.add(image);
    this.#tell('image.create', image);
  }

  override async save(image: Image, fromStatus?: ImageStatus, options?: SaveOptions): Promise<void> {
    await super.save(image, fromStatus, options);
    this.#tell('image.update', image);
  }

  override async requeue(imageId: string, fromStatus: ImageStatus, held?: ImageLock): Promise<boolean> {
    const isRequeued = await super.requeue(imageId, fromStatus, held);
    if (isRequeued && this.#notifications.wants('image.update'))
      this.#tell('image.update', await this.get(RequestContext.admin(), imageId));
    return isRequeued;
  }

  override async remove(image: Image): Promise<void> {
    await super.remove(image);
    this.#tell('image.delete', image, gone());
  }

  #tell(event: string, image: Image, more: Readonly<Record<string, unknown>> = {}): void {
    if (this.#notifications.wants(event)) this.#notifications.send(event, { ...imagePayload(image), ...more });
  }
}
