// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import type { LiveMigrationProgress } from '../drivers/compute-driver.js';
import type { ComputeContext } from './compute-context.js';

/** Keeps a migration's row at what its driver last said: one writer at a time, who takes the newest. */
export class MigrationProgress {
  readonly #compute: ComputeContext;
  readonly #context: NovaContext;
  #migration: MigrationValues;
  #next: LiveMigrationProgress | undefined;
  #writing: Promise<void> | undefined;

  constructor(compute: ComputeContext, context: NovaContext, migration: MigrationValues) {
    this.#compute = compute;
    this.#context = context;
    this.#migration = migration;
  }

  note(progress: LiveMigrationProgress): void {
    this.#next = progress;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  /** Resolves to the row when the last of it is written. */
  async settle(): Promise<MigrationValues> {
    while (this.#writing !== undefined) await this.#writing;
    return this.#migration;
  }

  async #write(): Promise<void> {
    const { store, logger } = this.#compute;
    while (this.#next !== undefined) {
      const now = this.#next;
      this.#next = undefined;
      try {
        this.#migration = await store.saveMigration(this.#context, this.#migration, {
          memory_total: now.memoryTotal,
          memory_processed: now.memoryProcessed,
          memory_remaining: now.memoryRemaining,
          disk_total: now.diskTotal,
          disk_processed: now.diskProcessed,
          disk_remaining: now.diskRemaining,
        });
      } catch (error) {
        logger.error('Failed to note how far a live migration is', error);
      }
    }
  }
}
