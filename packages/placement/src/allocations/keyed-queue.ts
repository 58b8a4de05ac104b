// SPDX-License-Identifier: Apache-2.0

/**
 * Lets one action at a time have a key. Many claims of one provider would otherwise spend their attempts on each other:
 * all but one lose each time, while within a process they can as well take turns.
 */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs the action when all that came before it with one of the keys are done. */
  async run<T>(keys: Iterable<string>, action: () => Promise<T>): Promise<T> {
    const wanted = [...new Set(keys)];
    const before = wanted.flatMap((key) => this.#last.get(key) ?? []);
    const result = Promise.all(before).then(action);
    // Taking all keys at once, and waiting only for what came earlier, nobody can wait in a circle.
    const done = result.then(
      () => undefined,
      () => undefined,
    );
    for (const key of wanted) this.#last.set(key, done);
    try {
      return await result;
    } finally {
      for (const key of wanted) if (this.#last.get(key) === done) this.#last.delete(key);
    }
  }
}
