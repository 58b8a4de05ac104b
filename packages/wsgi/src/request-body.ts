// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** The client closed the connection (or its time ran out) before the end of the body that it had announced. */
export class ClientDisconnectedError extends Error {
  override readonly name = 'ClientDisconnectedError';
  readonly code = 'ECONNRESET';

  constructor() {
    super('The client closed the connection before the end of the request body');
  }
}

/**
 * The body of a request as an application sees it. Unlike node's own message, destroying it (a failed pipeline, a
 * `for await` that ends early, a size limit) leaves the connection open, so that the client still gets its answer.
 */
export class RequestBody extends Readable {
  readonly #source: IncomingMessage;
  readonly #beforeFirstRead: (() => void) | undefined;
  #attached = false;
  #wanted = false;

  /** @param beforeFirstRead - called when the application starts to read: the moment for `100 Continue`. */
  constructor(source: IncomingMessage, beforeFirstRead?: () => void) {
    super({ highWaterMark: source.readableHighWaterMark });
    this.#source = source;
    this.#beforeFirstRead = beforeFirstRead;
    // Whoever reads learns of the client's end. That nobody does at this moment must not end the process.
    this.on('error', () => undefined);
  }

  /** Whether the application waits for bytes that the client has not sent. */
  get starved(): boolean {
    return this.#wanted && !this.readableEnded && !this.destroyed;
  }

  override _read(): void {
    this.#wanted = true;
    if (!this.#attached) this.#attach();
    else this.#source.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#source
      .off('data', this.#onData)
      .off('end', this.#onEnd)
      .off('close', this.#onClose)
      .off('error', this.#onClose);
    this.#source.pause();
    callback(error);
  }

  #attach(): void {
    this.#attached = true;
    if (this.#source.destroyed && !this.#source.readableEnded) {
      this.destroy(new ClientDisconnectedError());
      return;
    }
    this.#beforeFirstRead?.();
    this.#source.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose).on('error', this.#onClose);
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.push(chunk)) return;
    this.#wanted = false;
    this.#source.pause();
  };

  readonly #onEnd = (): void => {
    this.push(null);
  };

  readonly #onClose = (): void => {
    if (!this.#source.readableEnded) this.destroy(new ClientDisconnectedError());
  };
}
