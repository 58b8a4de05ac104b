// SPDX-License-Identifier: Apache-2.0

/** How many requests are answered at a time: eventlet's green pool. Further ones wait in their order. */
export class RequestPool {
  readonly #size: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(size: number) {
    this.#size = size;
  }

  get running(): number {
    return this.#running;
  }

  /** Takes a place: undefined where there is one, or else a promise of one. Each place is given back by `leave`. */
  enter(): Promise<void> | undefined {
    if (this.#running < this.#size) {
      this.#running += 1;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
