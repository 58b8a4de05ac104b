// SPDX-License-Identifier: Apache-2.0
import { Transform, type Readable } from 'node:stream';
import type { RequestContext } from '@stackport/context';
import type { Image } from '../images/image.js';
import { piped } from '../images/piped.js';
import { imagePayload, importPayload, sendPayload, uploadFailure } from './image-payloads.js';
import type { Notifications } from './notifications.js';

/** What is told of images' data on its way (upstream's ImageProxy in notifier.py). */
export class DataNotifications {
  readonly #notifications: Notifications;

  constructor(notifications: Notifications) {
    this.#notifications = notifications;
  }

  /** Tells that data is about to come, and of its failure; `stored` says the rest. */
  async during<T>(image: Image, backend: string | undefined, action: () => Promise<T>): Promise<T> {
    this.#tell('image.prepare', image, {
      ...importPayload(image),
      ...(backend === undefined ? {} : { backend }),
    });
    try {
      return await action();
    } catch (error) {
      this.#notifications.send('image.upload', uploadFailure(image.id, error), 'error');
      throw error;
    }
  }

  /** The image with its data. @param isActivated - by this data */
  stored(image: Image, isActivated: boolean): void {
    this.#tell('image.upload', image, importPayload(image));
    if (isActivated) this.#tell('image.activate', image);
  }

  /** The data, told of when all of it has been read: an error where it was not as long as it should be. */
  sent(context: RequestContext, image: Image, data: Readable, length: number | null): Readable {
    if (!this.#notifications.wants('image.send')) return data;
    let bytes = 0;
    const counter = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length;
        done(null, chunk);
      },
      flush: (done) => {
        const isWhole = length === null || bytes === length;
        this.#notifications.send('image.send', sendPayload(context, image, bytes), isWhole ? 'info' : 'error');
        done();
      },
    });
    return piped(data, counter);
  }

  #tell(event: string, image: Image, more: Readonly<Record<string, unknown>> = {}): void {
    if (this.#notifications.wants(event)) this.#notifications.send(event, { ...imagePayload(image), ...more });
  }
}
