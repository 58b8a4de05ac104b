// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { processIdentity } from '@stackport/image-store';
import type { UploadLeases } from '../images/image-data.js';
import { UPLOAD_LEASE, type ImageLock, type ImageLocks } from '../images/image-locks.js';
import type { TaskRepository } from './task-repository.js';

/** Milliseconds between two signs of life. */
const BEAT = 20_000;

export interface WorkerOptions {
  readonly locks: ImageLocks;
  readonly tasks: TaskRepository;
  readonly logger: Logger;
}

/** Called when a watched task is found to be over: somebody else ended it, or its row is gone. */
type Ended = () => void;

/**
 * This process as the others see it through the database: it signs the uploads and tasks that it has taken on with its
 * identity, and shows a sign of life for each of them three times a minute.
 */
export class Worker implements UploadLeases {
  readonly identity = processIdentity();
  readonly lease: ImageLock = { name: UPLOAD_LEASE, holder: this.identity };
  readonly #options: WorkerOptions;
  readonly #uploads = new Set<string>();
  readonly #tasks = new Map<string, Ended>();
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  async during<T>(imageId: string, action: () => Promise<T>): Promise<T> {
    this.#uploads.add(imageId);
    this.#start();
    try {
      return await action();
    } finally {
      this.#uploads.delete(imageId);
    }
  }

  /** Whether this process takes in the image's data just now. */
  isUploading(imageId: string): boolean {
    return this.#uploads.has(imageId);
  }

  /** Shows signs of life for a task until the function that is returned is called. */
  watch(taskId: string, ended: Ended): () => void {
    this.#tasks.set(taskId, ended);
    this.#start();
    return () => void this.#tasks.delete(taskId);
  }

  /** Whether this process has the task, waiting or running. */
  isWatching(taskId: string): boolean {
    return this.#tasks.has(taskId);
  }

  /** One sign of life for everything. Never rejects: a database that is away comes back. */
  async beat(): Promise<void> {
    const { locks, tasks, logger } = this.#options;
    try {
      if (this.#uploads.size > 0) await locks.renewUploads([...this.#uploads], this.identity);
      const watched = [...this.#tasks];
      if (watched.length === 0) return;
      const alive = new Set(await tasks.renew(watched.map(([id]) => id)));
      for (const [id, ended] of watched) if (!alive.has(id) && this.#tasks.get(id) === ended) ended();
    } catch (error) {
      logger.warning(`Unable to show a sign of life: ${String(error)}`);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
  }

  /** Idle processes leave the database alone. */
  #start(): void {
    this.#timer ??= setInterval(() => {
      if (this.#uploads.size > 0 || this.#tasks.size > 0) this.#beating = this.#beating.then(() => this.beat());
    }, BEAT).unref();
  }
}
