// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { type StartFailure, type ToParent, type ToWorker, workerEnvironment } from './worker-messages.js';

/** How a worker's start went: `failed` is an exit with a status that is not 0, `died` any other end. */
export type StartOutcome = 'ready' | 'failed' | 'died';

export interface WorkerEvents {
  /** The worker ended; the connections are those that it had not taken yet. */
  gone(worker: WorkerProcess, orphaned: readonly Socket[]): void;
  leaving(worker: WorkerProcess): void;
  /** The worker has room for one more connection. */
  taken(): void;
}

/** In place of a process id where the system gave no process. */
const NO_PROCESS = -1;

/** A child process that serves connections, as its parent sees it. */
export class WorkerProcess {
  readonly pid: number;
  readonly startedAt = performance.now();
  readonly started: Promise<StartOutcome>;
  readonly #child: ChildProcess;
  readonly #untaken = new Map<number, Socket>();
  #ready = false;
  #retiring = false;
  #exitCode: number | null = null;
  #failure: StartFailure | undefined;
  #nextId = 0;

  /**
   * @param number - counts the workers of the server, from 0.
   * @param program - the program's file and its arguments.
   */
  constructor(name: string, number: number, program: readonly string[], events: WorkerEvents) {
    const [file = '', ...args] = program;
    this.#child = fork(file, args, { env: workerEnvironment(name, number), stdio: 'inherit' });
    this.pid = this.#child.pid ?? NO_PROCESS;
    this.started = new Promise((resolve) => {
      this.#child.on('message', (message: ToParent) => {
        if (message.kind === 'accepted') {
          this.#taken(message.id);
          events.taken();
        } else if (message.kind === 'leaving') events.leaving(this);
        else if (message.kind === 'failed') this.#failure = message;
        else {
          this.#ready = true;
          resolve('ready');
        }
      });
      const end = (): void => {
        resolve(this.refused ? 'failed' : 'died');
        const orphaned = [...this.#untaken.values()];
        this.#untaken.clear();
        events.gone(this, orphaned);
      };
      // Messages may still be read after the `exit` event; `close` comes when the channel has been read to its end, and
      // tells for certain which connections it had taken. (`disconnect` does not come while one is on its way.)
      this.#child.once('close', (code: number | null) => {
        this.#exitCode = code;
        end();
      });
      this.#child.once('error', () => {
        if (this.pid === NO_PROCESS) end();
      });
    });
  }

  /** Whether it ended by its own decision not to run: a status that is not 0. */
  get refused(): boolean {
    return this.#exitCode !== null && this.#exitCode !== 0;
  }

  /** What it said why it does not run. */
  get failure(): StartFailure | undefined {
    return this.#failure;
  }

  get wasReady(): boolean {
    return this.#ready;
  }

  get ready(): boolean {
    return this.#ready && !this.#retiring && this.#child.connected;
  }

  /** Connections that it has been sent and not taken yet: many of them mean that it is busy. */
  get untaken(): number {
    return this.#untaken.size;
  }

  /** Hands a connection over. The parent's copy stays open until the worker has it, so that no death loses it. */
  give(socket: Socket): void {
    const id = this.#nextId++;
    this.#untaken.set(id, socket);
    const message: ToWorker = { kind: 'connection', id };
    this.#child.send(message, socket, { keepOpen: true }, ignoreClosedChannel);
  }

  retire(idleGrace: number, timeout: number): void {
    this.#retiring = true;
    const message: ToWorker = { kind: 'retire', idleGrace, timeout };
    if (this.#child.connected) this.#child.send(message, ignoreClosedChannel);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #taken(id: number): void {
    this.#untaken.get(id)?.destroy();
    this.#untaken.delete(id);
  }
}

function ignoreClosedChannel(): void {
  // The exit event follows, and deals with what could not be sent.
}
