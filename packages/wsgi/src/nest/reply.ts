// SPDX-License-Identifier: Apache-2.0
import { HeaderMap } from '../header-map.js';
import { Response } from '../response.js';

/** What Nest takes for its response object: collects status and headers, and settles the promise of an answer. */
export class Reply {
  status = 200;
  readonly headers = new HeaderMap();
  sent = false;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (error: unknown) => void;

  constructor(resolve: (response: Response) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  send(response: Response): void {
    this.sent = true;
    this.#resolve(response);
  }

  /** Hands an error to the pipeline around the service, whose fault filter answers it. */
  fail(error: unknown): void {
    this.sent = true;
    this.#reject(error);
  }

  // Nest listens for the close of a connection here; a torn one reaches the handler as an error of the body stream.
  on(): this {
    return this;
  }
  once(): this {
    return this;
  }
  off(): this {
    return this;
  }
  removeListener(): this {
    return this;
  }
}
