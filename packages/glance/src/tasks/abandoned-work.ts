// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { processState } from '@stackport/image-store';
import { ImageNotFound } from '../errors.js';
import type { ImageData } from '../images/image-data.js';
import type { ImageLocks, SignedUpload } from '../images/image-locks.js';
import type { ImageRepository } from '../images/image-repository.js';
import type { ImageStaging } from '../import/image-staging.js';
import type { TaskRepository } from './task-repository.js';
import type { TaskFlow } from './task-runner.js';
import type { TaskType } from './task.js';
import type { Worker } from './worker.js';

/** Milliseconds without a sign of life after which a process elsewhere is taken for dead: fifteen beats. */
const SILENCE = 5 * 60_000;
/** Milliseconds between two looks. */
const INTERVAL = 5 * 60_000;

export interface AbandonedWorkOptions {
  readonly images: ImageRepository;
  readonly locks: ImageLocks;
  readonly data: ImageData;
  readonly staging: ImageStaging;
  readonly tasks: TaskRepository;
  readonly flows: Readonly<Record<TaskType, TaskFlow>>;
  readonly worker: Worker;
  /** Ids of all stores; one undefined in the old style. */
  readonly stores: readonly (string | undefined)[];
  readonly logger: Logger;
}

/**
 * Puts right what killed processes have left, at the start and every five minutes: their tasks fail and free their
 * images, images that waited for data are queued again, and their stores and the staging folder are emptied of it.
 *
 * Several processes, of ours and of Python's, may share the database, so only what is provably abandoned is touched:
 * - Only uploads and tasks that a process of ours has signed (`os_glance_upload_worker` on the image, the same idea in
 *   the task's input). What a Python service has begun is left to it.
 * - A process of this machine (and boot and container) is dead when no process of its id and start time is there.
 * - A process elsewhere is dead when it has shown no sign of life for five minutes; it shows one every twenty seconds.
 *   Should it live after all (it was cut off from the database), it finds its claim gone when it saves, and cleans up.
 * - Each claim is taken over, or failed, by a compare-and-swap with the dead one's name or last sign of life in it: of
 *   several that look at the same time one does the work.
 */
export class AbandonedWork {
  readonly #options: AbandonedWorkOptions;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: AbandonedWorkOptions) {
    this.#options = options;
  }

  /** Looks once, and from now on every five minutes. Resolves after the first look. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#look(), INTERVAL).unref();
    await this.#look();
    await this.#guarded('the staging folder', () => this.#options.staging.discardOrphans());
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  #look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.recover())
      .catch((error: unknown) =>
        this.#options.logger.error('Unable to recover what killed processes have left', error),
      );
    return this.#looking;
  }

  /** Puts right all that is abandoned now. */
  async recover(): Promise<void> {
    const { locks, tasks } = this.#options;
    for (const task of await tasks.unfinished())
      if (this.#isDead(task.worker ?? '', task.updatedAt, this.#options.worker.isWatching(task.id)))
        await this.#guarded(`task ${task.id}`, async () => {
          if (!(await tasks.fail(task.id, 'Task ended: the process that ran it is gone', task.updatedAt))) return;
          this.#options.logger.warning(`Task ${task.id} was abandoned by ${String(task.worker)}; it has failed now`);
          await this.#options.flows[task.type].release(task);
        });
    for (const upload of await locks.uploads())
      if (this.#isDead(upload.worker, upload.lastSeen, this.#options.worker.isUploading(upload.imageId)))
        await this.#guarded(`image ${upload.imageId}`, () => this.#requeue(upload));
    await tasks.removeExpired();
  }

  async #requeue(upload: SignedUpload): Promise<void> {
    const { images, locks, data, staging, worker, stores, logger } = this.#options;
    const { imageId, status } = upload;
    if (!(await locks.takeOverUpload(imageId, upload, worker.identity))) return;
    // The image is ours now, and stays in its state until its leftovers are gone.
    const image = await images.get(RequestContext.admin(), imageId);
    if (status === 'uploading') await staging.discard(imageId);
    else for (const store of stores) await data.discardLeftovers(image, store);
    await data.requeue(image, status);
    logger.warning(`The upload of image ${imageId} was abandoned by ${upload.worker}; the image is queued again`);
  }

  #isDead(worker: string, lastSeen: Date, isMine: boolean): boolean {
    if (isMine) return false;
    let state: ReturnType<typeof processState>;
    try {
      state = processState(worker);
    } catch {
      // Not a name of ours: whoever wrote it, it is not for us to end.
      return false;
    }
    return state === 'gone' || (state === 'elsewhere' && Date.now() - lastSeen.getTime() > SILENCE);
  }

  /** One that cannot be put right does not keep the others from it. */
  async #guarded(what: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof ImageNotFound)) this.#options.logger.error(`Unable to recover ${what}`, error);
    }
  }
}
