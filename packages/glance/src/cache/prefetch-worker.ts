// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Prefetcher } from './prefetcher.js';

/** Caches images in the background of the service, one after the other (upstream's CacheWorker). */
export class PrefetchWorker {
  readonly #prefetcher: Prefetcher;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  #last: Promise<void> = Promise.resolve();

  constructor(prefetcher: Prefetcher, logger: Logger) {
    this.#prefetcher = prefetcher;
    this.#logger = logger;
  }

  submit(imageId: string): void {
    this.#last = this.#last.then(() => this.#process(imageId));
  }

  async #process(imageId: string): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#logger.debug(`Processing image '${imageId}' for caching`);
    const cached = await this.#prefetcher.fetch(imageId, this.#closing.signal);
    if (cached) this.#logger.debug(`Caching of an image '${imageId}' is complete`);
  }

  /**
   * Stops at once; upstream finishes all it was given, however long that takes. Images that did not come stay in the
   * cache's queue, where the prefetcher finds them.
   */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#last;
  }
}
