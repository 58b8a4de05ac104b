// SPDX-License-Identifier: Apache-2.0

/** Runs work on one thing one after the other: a guest is not started while it is being ended. */
export class KeyedLock {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, action: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const work = before.then(action, action);
    const settled = work.catch(() => undefined);
    this.#last.set(key, settled);
    try {
      return await work;
    } finally {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    }
  }
}
