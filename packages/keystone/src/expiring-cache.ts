// SPDX-License-Identifier: Apache-2.0

interface Entry<V> {
  readonly value: V;
  readonly until: number;
}

/** Values by key for a time, the least recently used going first when there are too many. */
export class ExpiringCache<V> {
  readonly #entries = new Map<string, Entry<V>>();
  readonly #limit: number;
  readonly #now: () => number;

  /**
   * @param limit - greatest number of entries.
   * @param now - milliseconds since the epoch.
   */
  constructor(limit: number, now: () => number = Date.now) {
    this.#limit = limit;
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.until <= this.#now()) return undefined;
    // A Map keeps its keys in the order of insertion: the first is the one that was not asked for the longest.
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** @param milliseconds - how long it is kept; `Infinity` until it is pushed out. */
  set(key: string, value: V, milliseconds: number): void {
    this.#entries.delete(key);
    if (milliseconds <= 0) return;
    this.#entries.set(key, { value, until: this.#now() + milliseconds });
    if (this.#entries.size <= this.#limit) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }

  clear(): void {
    this.#entries.clear();
  }
}
