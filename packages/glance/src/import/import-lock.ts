// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { Conflict, Duplicate } from '../errors.js';
import { IMPORT_LOCK, type ImageLocks } from '../images/image-locks.js';
import type { Image } from '../images/image.js';
import type { TaskRepository } from '../tasks/task-repository.js';
import type { Task } from '../tasks/task.js';

/** Milliseconds without a sign of life after which a lock may be broken; twice that for a task that waits. Upstream's. */
const EXPIRY = 60 * 60_000;

export interface ImportLockOptions {
  readonly locks: ImageLocks;
  readonly tasks: TaskRepository;
  readonly logger: Logger;
}

/**
 * The lock that lets one import at a time work on an image: a property that names its task (upstream's
 * `_enforce_import_lock` and `_bust_import_lock`).
 */
export class ImportLock {
  readonly #options: ImportLockOptions;

  constructor(options: ImportLockOptions) {
    this.#options = options;
  }

  /**
   * Sees to it that the image is free. A lock whose task is gone, or has shown no life for an hour, is broken; resolves
   * to that task, if there is one. Throws `Conflict` for an image with a task that lives.
   */
  async requireFree(image: Image): Promise<Task | undefined> {
    const { tasks, logger } = this.#options;
    const holder = image.fields.properties[IMPORT_LOCK];
    if (typeof holder !== 'string') return undefined;
    const task = await tasks.find(holder);
    if (task === undefined)
      logger.warning(`Image ${image.id} has non-existent import task ${holder}; considering it stale`);
    else {
      const age = Date.now() - task.updatedAt.getTime();
      const expiry = task.status === 'pending' ? 2 * EXPIRY : EXPIRY;
      if (age < expiry) {
        const left = Math.round((expiry - age) / 1000);
        logger.warning(
          `Image ${image.id} has active import task ${holder} in status ${task.status}; lock remains valid for ${left} more seconds`,
        );
        throw new Conflict('Image has active task');
      }
    }
    await this.#break(image, holder, task);
    return task;
  }

  async #break(image: Image, holder: string, task: Task | undefined): Promise<void> {
    const { locks, tasks, logger } = this.#options;
    if (task !== undefined) await tasks.fail(task.id, 'Expired lock preempted');
    if (!(await locks.deletePropertyAtomically(image.id, IMPORT_LOCK, holder))) {
      logger.warning(`Image ${image.id} has stale import task ${holder} but we lost the race to remove it.`);
      throw new Conflict('Image has active task');
    }
    logger.warning(
      `Image ${image.id} has stale import task ${holder} in status ${task?.status ?? 'missing'} from ` +
        `${task?.owner ?? 'unknown owner'}; removed lock because it had expired.`,
    );
  }

  /** Locks the image for a task. Throws `Conflict` where another was faster. */
  async take(imageId: string, taskId: string): Promise<void> {
    try {
      await this.#options.locks.setPropertyAtomically(imageId, IMPORT_LOCK, taskId);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
      throw new Conflict(
        `New operation on image '${imageId}' is not permitted as prior operation is still in progress`,
      );
    }
  }

  async giveBack(imageId: string, taskId: string): Promise<void> {
    await this.#options.locks.deletePropertyAtomically(imageId, IMPORT_LOCK, taskId);
  }
}
