// SPDX-License-Identifier: Apache-2.0
import type { LiveMigrationOptions } from '../compute-driver.js';
import { NoActiveMigrationForInstance } from '../errors.js';

const MIB = 1024 * 1024;

/** Guests that are on their way: at once, or for as long as nobody forces or aborts them. */
export class FakeLiveMigrations {
  readonly #waits: boolean;
  /** What ends the waiting, by guest. */
  readonly #active = new Map<string, () => void>();

  constructor(waits: boolean) {
    this.#waits = waits;
  }

  /** Rejects with the signal's reason. @param memoryMb - MiB */
  async run(uuid: string, memoryMb: number, { onProgress, signal }: LiveMigrationOptions): Promise<void> {
    const total = memoryMb * MIB;
    const disks = { diskTotal: 0, diskProcessed: 0, diskRemaining: 0 };
    signal.throwIfAborted();
    onProgress({ memoryTotal: total, memoryProcessed: 0, memoryRemaining: total, ...disks });
    if (this.#waits) await this.#forced(uuid, signal);
    signal.throwIfAborted();
    onProgress({ memoryTotal: total, memoryProcessed: total, memoryRemaining: 0, ...disks });
  }

  /** Throws `NoActiveMigrationForInstance`. */
  forceComplete(uuid: string): void {
    const complete = this.#active.get(uuid);
    if (complete === undefined) throw new NoActiveMigrationForInstance(uuid);
    complete();
  }

  async #forced(uuid: string, signal: AbortSignal): Promise<void> {
    try {
      await new Promise<void>((resolve) => {
        this.#active.set(uuid, resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    } finally {
      this.#active.delete(uuid);
    }
  }
}
