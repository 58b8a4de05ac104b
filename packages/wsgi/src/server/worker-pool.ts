// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from './backend.js';
import { WorkerCreationFailure } from './errors.js';
import { idleGrace } from './local-backend.js';
import type { ResolvedOptions } from './options.js';
import type { StartFailure } from './worker-messages.js';
import { WorkerProcess } from './worker-process.js';

/** A child that dies sooner than this after its start is replaced only when the time is over: no storm of starts. */
const SHORTEST_LIFE_MILLISECONDS = 1000;
/** Connections on their way to a worker; one that does not take them is busy, and further ones go to the others. */
const MOST_UNTAKEN = 2;
/** Past the graceful time, a child that does not end is killed. */
const KILL_AFTER_SECONDS = 5;

type Group = Map<number, WorkerProcess>;

/** Serves in child processes: starts them, shares the connections among them, replaces the dead. */
export class WorkerPool implements Backend {
  readonly remote = true;
  readonly children = new Set<number>();
  readonly staleChildren = new Set<number>();
  readonly #program: readonly string[];
  readonly #onAllGone: () => void;
  #options: ResolvedOptions | undefined;
  #current: Group = new Map();
  #stale: Group = new Map();
  /** Starts under way per group; while there are any, the group is not lost. */
  readonly #starting = new Map<Group, number>();
  #held: Socket[] = [];
  #turn = 0;
  /** Workers started so far. */
  #started = 0;
  /** Why the last one that could not start did not. */
  #failure: StartFailure | undefined;
  /** Whether the start has succeeded: from then on, the end of all workers is the end of the server. */
  #up = false;
  #stopping = false;
  #whenEmpty: (() => void) | undefined;

  /**
   * @param program - file and arguments that a worker is started with.
   * @param onAllGone - called when the last worker has ended and none takes its place.
   */
  constructor(program: readonly string[], onAllGone: () => void) {
    this.#program = program;
    this.#onAllGone = onAllGone;
  }

  async start(options: ResolvedOptions): Promise<void> {
    this.#options = options;
    options.logger.info(`Starting ${options.workers} workers`);
    await this.#fill(this.#current, options);
    if (this.#current.size === 0 && !this.#stopping)
      throw new WorkerCreationFailure('No worker could be started', this.#failure);
    this.#up = true;
    options.logger.info(`${this.#current.size} workers are ready`);
  }

  accept(socket: Socket): void {
    this.#held.push(socket);
    this.#flush();
  }

  async renew(options: ResolvedOptions): Promise<void> {
    const next: Group = new Map();
    this.#failure = undefined;
    options.logger.info(`Starting ${options.workers} workers`);
    await this.#fill(next, options);
    if (this.#stopping) return;
    if (next.size === 0)
      throw new WorkerCreationFailure('No worker could be started with the new configuration', this.#failure);
    this.#options = options;
    const previous = this.#current;
    this.#current = next;
    for (const worker of previous.values()) this.#makeStale(worker, previous);
    this.#flush();
  }

  async stop(options: ResolvedOptions): Promise<void> {
    this.#stopping = true;
    for (const socket of this.#held.splice(0)) socket.destroy();
    const timeout = options.gracefulShutdownTimeout;
    for (const worker of this.#all()) worker.retire(idleGrace.stop, timeout);
    const killer =
      timeout === 0
        ? undefined
        : setTimeout(() => this.#all().forEach((worker) => worker.kill()), (timeout + KILL_AFTER_SECONDS) * 1000);
    if (this.#all().length > 0) await new Promise<void>((resolve) => (this.#whenEmpty = resolve));
    clearTimeout(killer);
  }

  #all(): WorkerProcess[] {
    return [...this.#groups()].flatMap((group) => [...group.values()]);
  }

  #groups(): Set<Group> {
    return new Set([this.#current, this.#stale, ...this.#starting.keys()]);
  }

  async #fill(group: Group, options: ResolvedOptions): Promise<void> {
    await Promise.all(Array.from({ length: options.workers }, () => this.#bring(group, options)));
  }

  /** Starts one worker, again where it died on its way, but not where it ended with a failure. */
  #bring(group: Group, options: ResolvedOptions): Promise<void> {
    return this.#whileStarting(group, async () => {
      while (!this.#stopping) {
        const worker = new WorkerProcess(options.name, this.#started++, this.#program, {
          gone: (one, orphaned) => this.#gone(one, orphaned),
          leaving: (one) => this.#leaving(one),
          taken: () => this.#flush(),
        });
        group.set(worker.pid, worker);
        this.children.add(worker.pid);
        options.logger.info(`Started child ${worker.pid}`);
        const outcome = await worker.started;
        if (worker.failure !== undefined) this.#failure = worker.failure;
        if (outcome === 'ready') this.#flush();
        if (outcome !== 'died') return;
        await restAfter(worker);
      }
    });
  }

  /** Counts a start under way, so that a group without a living worker is not given up. */
  async #whileStarting(group: Group, start: () => Promise<void>): Promise<void> {
    this.#starting.set(group, (this.#starting.get(group) ?? 0) + 1);
    try {
      await start();
    } finally {
      const left = (this.#starting.get(group) ?? 1) - 1;
      if (left === 0) this.#starting.delete(group);
      else this.#starting.set(group, left);
      this.#checkAllGone();
    }
  }

  #gone(worker: WorkerProcess, orphaned: readonly Socket[]): void {
    const { logger } = this.#options as ResolvedOptions;
    const group = [...this.#groups()].find((one) => one.get(worker.pid) === worker);
    group?.delete(worker.pid);
    if (this.staleChildren.delete(worker.pid)) logger.info(`Removed stale child ${worker.pid}`);
    else if (this.children.delete(worker.pid)) logger.info(`Removed dead child ${worker.pid}`);
    if (!this.#stopping) {
      for (const socket of orphaned) this.accept(socket);
      if (worker.refused) logger.error(`Not respawning child ${worker.pid}, cannot recover from termination`);
      else if (group !== undefined && group !== this.#stale && worker.wasReady) void this.#replace(worker, group);
    }
    this.#checkAllGone();
  }

  #replace(worker: WorkerProcess, group: Group): Promise<void> {
    return this.#whileStarting(group, async () => {
      await restAfter(worker);
      await this.#bring(group, this.#options as ResolvedOptions);
    });
  }

  /** A worker was told by a signal to go: another one takes its place. */
  #leaving(worker: WorkerProcess): void {
    if (this.#current.get(worker.pid) !== worker || this.#stopping) {
      if (!this.#stopping) worker.retire(idleGrace.reload, 0);
      return;
    }
    this.#makeStale(worker, this.#current);
    void this.#bring(this.#current, this.#options as ResolvedOptions);
  }

  #makeStale(worker: WorkerProcess, group: Group): void {
    group.delete(worker.pid);
    this.#stale.set(worker.pid, worker);
    this.children.delete(worker.pid);
    this.staleChildren.add(worker.pid);
    worker.retire(idleGrace.reload, 0);
  }

  /** Hands out what is held. While no worker is free the client waits: nothing has been read from it yet. */
  #flush(): void {
    while (this.#held.length > 0) {
      const worker = this.#nextWorker();
      if (worker === undefined) return;
      worker.give(this.#held.shift() as Socket);
    }
  }

  /** The worker with the fewest connections on their way to it, in turn where they are equal; none that is busy. */
  #nextWorker(): WorkerProcess | undefined {
    const workers = [...this.#current.values()].filter((worker) => worker.ready && worker.untaken < MOST_UNTAKEN);
    this.#turn = (this.#turn + 1) % Math.max(workers.length, 1);
    const inTurn = [...workers.slice(this.#turn), ...workers.slice(0, this.#turn)];
    const [first, ...others] = inTurn;
    return first && others.reduce((best, one) => (one.untaken < best.untaken ? one : best), first);
  }

  #checkAllGone(): void {
    if (this.#all().length > 0) return;
    this.#whenEmpty?.();
    if (!this.#up || this.#stopping || this.#starting.size > 0) return;
    this.#options?.logger.info('All workers have terminated. Exiting');
    this.#stopping = true;
    for (const socket of this.#held.splice(0)) socket.destroy();
    this.#onAllGone();
  }
}

function restAfter(worker: WorkerProcess): Promise<void> {
  return sleep(Math.max(0, SHORTEST_LIFE_MILLISECONDS - (performance.now() - worker.startedAt)));
}
