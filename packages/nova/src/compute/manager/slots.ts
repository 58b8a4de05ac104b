// SPDX-License-Identifier: Apache-2.0

/** Lets so many pieces of work run at a time; the others wait in their order. */
export class Slots {
  readonly #maximum: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param maximum - 0 for any number */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** Work whose signal is aborted does not wait for its turn: it is to see for itself that it is. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(signal);
    if (signal.aborted) return work();
    this.#taken += 1;
    try {
      return await work();
    } finally {
      this.#taken -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    while (this.#maximum > 0 && this.#taken >= this.#maximum && !signal.aborted)
      await new Promise<void>((resolve) => {
        const stop = (): void => {
          const index = this.#waiting.indexOf(stop);
          if (index >= 0) this.#waiting.splice(index, 1);
          signal.removeEventListener('abort', stop);
          resolve();
        };
        this.#waiting.push(stop);
        signal.addEventListener('abort', stop, { once: true });
      });
  }
}
