// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { BadTaskInput, LimitExceeded, TaskAborted, UploadFailure } from '../errors.js';
import type { TaskRepository } from './task-repository.js';
import type { Task, TaskType } from './task.js';
import type { Worker } from './worker.js';

/** What a kind of task does. */
export interface TaskFlow {
  /**
   * Does the work. Resolves to the task's result. What it did before it failed is undone by `release`.
   * @param caller - who asked for it.
   * @param signal - aborted when the work is to end; then it rejects soon with the signal's reason.
   */
  run(task: Task, signal: AbortSignal, caller: RequestContext): Promise<Readonly<Record<string, unknown>>>;
  /**
   * Gives back what a task holds, done or not, run by this process or by one that has died; it may come twice.
   */
  release(task: Task): Promise<void>;
}

export interface TaskRunnerOptions {
  readonly tasks: TaskRepository;
  readonly worker: Worker;
  readonly flows: Readonly<Record<TaskType, TaskFlow>>;
  /** Tasks that run at a time; the others wait. */
  readonly concurrency: number;
  readonly logger: Logger;
}

/** A task whose turn has not come. Who asked for it is known to this process alone, and nowhere stored. */
interface Waiting {
  readonly task: Task;
  readonly caller: RequestContext;
}

/** Milliseconds that tasks have to come to an end by themselves when the service closes, and then to undo their work. */
const GRACE = 10_000;
const UNDO_TIME = 10_000;

const INTERNAL_ERROR = 'Task failed due to Internal Error';

/** Runs tasks in this process, a number of them at a time, in the order in which they came. Nothing in here rejects. */
export class TaskRunner {
  readonly #options: TaskRunnerOptions;
  readonly #waiting: Waiting[] = [];
  readonly #running = new Map<Promise<void>, AbortController>();
  #isClosing = false;

  constructor(options: TaskRunnerOptions) {
    this.#options = options;
  }

  /** Takes on a task that is stored, `pending`; its fate is in its row. */
  start(task: Task, caller: RequestContext): void {
    // A task that somebody ends while it waits is found out when its turn comes.
    this.#options.worker.watch(task.id, () => undefined);
    this.#waiting.push({ task, caller });
    if (this.#isClosing) void this.#endWaiting();
    else this.#next();
  }

  #next(): void {
    while (this.#running.size < this.#options.concurrency && !this.#isClosing) {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) return;
      const controller = new AbortController();
      const run: Promise<void> = this.#run(waiting, controller).finally(() => {
        this.#running.delete(run);
        this.#next();
      });
      this.#running.set(run, controller);
    }
  }

  async #run({ task, caller }: Waiting, controller: AbortController): Promise<void> {
    const { tasks, worker, flows, logger } = this.#options;
    const unwatch = worker.watch(task.id, () =>
      controller.abort(new TaskAborted(`Task ${task.id} was ended by another`)),
    );
    try {
      if (!(await tasks.begin(task.id))) return;
      logger.info(`Task [${task.id}] status changing from pending to processing`);
      const result = await flows[task.type].run(task, controller.signal, caller);
      if (await tasks.succeed(task.id, result)) logger.info(`${task.id} of ${task.type} completed`);
      else logger.error(`Task ${task.id} was done, but somebody else had ended it`);
    } catch (error) {
      logger.error(
        `Failed to execute task ${task.id}: ${error instanceof Error ? error.message : String(error)}`,
        error,
      );
      await this.#fail(task, messageOf(error));
    } finally {
      await this.#release(task);
      unwatch();
    }
  }

  async #release(task: Task): Promise<void> {
    const { flows, logger } = this.#options;
    try {
      await flows[task.type].release(task);
    } catch (error) {
      logger.error(`Unable to release what task ${task.id} held`, error);
    }
  }

  async #fail(task: Task, message: string): Promise<void> {
    const { tasks, logger } = this.#options;
    try {
      await tasks.fail(task.id, message);
    } catch (error) {
      logger.error(`Unable to note the failure of task ${task.id}`, error);
    }
  }

  /**
   * Takes on nothing more, fails what waits, and gives what runs ten seconds to come to an end; then it is aborted, so
   * that its task fails and its image is as it was before.
   */
  async close(grace = GRACE): Promise<void> {
    this.#isClosing = true;
    await this.#endWaiting();
    if (this.#running.size === 0) return;
    await this.#settle(grace);
    for (const controller of this.#running.values()) controller.abort(new TaskAborted('the service is shutting down'));
    await this.#settle(UNDO_TIME);
    if (this.#running.size > 0) this.#options.logger.error(`${this.#running.size} tasks did not end in time`);
  }

  async #endWaiting(): Promise<void> {
    for (const { task } of this.#waiting.splice(0)) {
      await this.#fail(task, 'Task ended before it began: the service is shutting down');
      await this.#release(task);
      this.#options.worker.watch(task.id, () => undefined)();
    }
  }

  async #settle(milliseconds: number): Promise<void> {
    const over = new AbortController();
    const timeout = sleep(milliseconds, undefined, { signal: over.signal, ref: true }).catch(() => undefined);
    await Promise.race([Promise.all(this.#running.keys()), timeout]);
    over.abort();
  }
}

/** What the task's owner is told: upstream names bad input, bad uploads and limits, and nothing else. */
function messageOf(error: unknown): string {
  return error instanceof UploadFailure || error instanceof BadTaskInput || error instanceof LimitExceeded
    ? error.message
    : INTERNAL_ERROR;
}
