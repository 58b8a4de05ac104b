// SPDX-License-Identifier: Apache-2.0
import { PassThrough, pipeline, Transform, type Readable, type TransformCallback } from 'node:stream';
import type { Logger } from '@stackport/config';
import { CorruptCacheData, type CacheFill, type ExpectedData } from './cache-fill.js';

/** Bytes that wait for the cache's file before the download has to wait too. */
const AHEAD = 1024 * 1024;

/**
 * The data of a download, which goes into the cache while it is read (upstream's cache_tee_iter). The slower of the
 * client and the cache sets the pace. Whatever goes wrong with the cache, the download goes on without it. The last
 * piece is held back until the checksum is known: data that is not the image's ends the stream with `CorruptCacheData`,
 * so that the client sees a torn download and not a wrong image. A stream that is destroyed before its end leaves
 * nothing in the cache; it emits `close` when that is done.
 */
export function cachingStream(source: Readable, fill: CacheFill, expected: ExpectedData, logger: Logger): Readable {
  const stream = new CachingStream(fill, expected, logger);
  // Errors and ends of one reach the other here; who reads the stream is told by the stream itself.
  pipeline(source, stream, () => undefined);
  return stream;
}

class CachingStream extends Transform {
  readonly #branch = new PassThrough({ highWaterMark: AHEAD });
  /** Resolves, when the cache has done all it does, with what went wrong. */
  readonly #filled: Promise<unknown>;
  #filling = true;
  #held: Uint8Array | undefined;
  #resume: (() => void) | undefined;

  constructor(fill: CacheFill, expected: ExpectedData, logger: Logger) {
    super({ highWaterMark: AHEAD / 4 });
    // The fill sees the branch's errors as it reads it.
    this.#branch.on('error', () => undefined);
    this.#branch.on('drain', () => this.#resume?.());
    this.#filled = fill.from(this.#branch, expected).then(
      () => undefined,
      (error: unknown) => {
        this.#filling = false;
        if (error instanceof CorruptCacheData) logger.error(error.message);
        else if (!this.destroyed)
          logger.error(
            `Exception encountered while tee'ing image '${fill.imageId}' into cache: ${String(error)}. Continuing with response.`,
            error,
          );
        this.#branch.destroy();
        this.#resume?.();
        return error;
      },
    );
  }

  override _transform(chunk: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    const ready = this.#held;
    this.#held = chunk;
    const proceed = (): void => {
      this.#resume = undefined;
      done(null, ready);
    };
    if (!this.#filling || this.#branch.write(chunk)) proceed();
    else this.#resume = proceed;
  }

  override _flush(done: TransformCallback): void {
    if (this.#filling) this.#branch.end();
    void this.#filled.then((error) => {
      if (error instanceof CorruptCacheData) done(error);
      else done(null, this.#held);
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#branch.writableEnded) this.#branch.destroy(error ?? new Error('incomplete fetch'));
    void this.#filled.then(() => done(error));
  }
}
