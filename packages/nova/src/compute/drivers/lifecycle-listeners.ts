// SPDX-License-Identifier: Apache-2.0
import type { LifecycleEvent, LifecycleListener } from './lifecycle.js';

/** Those who want to know what guests do. */
export class LifecycleListeners {
  readonly #listeners = new Set<LifecycleListener>();

  /** @returns the end of it */
  add(listener: LifecycleListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: LifecycleEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
