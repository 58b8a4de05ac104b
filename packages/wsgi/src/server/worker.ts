// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';
import { type ApplicationFactory, load, type LoadedApplication } from './backend.js';
import { HttpFront } from './http-front.js';
import { idleGrace } from './local-backend.js';
import type { ResolvedOptions } from './options.js';
import type { StartFailure, ToParent, ToWorker } from './worker-messages.js';

/**
 * The life of a worker process: builds the application, says that it is ready, serves the connections that its parent
 * sends, and exits when it has been told to retire, when the parent is gone, or by a signal. Never returns otherwise.
 */
export class Worker {
  readonly #options: ResolvedOptions;
  #front: HttpFront | undefined;
  #loaded: LoadedApplication | undefined;
  #retiring = false;

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  /** @returns when the parent knows that this worker is ready. Ends the process where the application fails to load. */
  async start(factory: ApplicationFactory): Promise<void> {
    process.on('message', (message: ToWorker, socket: Socket | undefined) => {
      if (message.kind === 'connection') this.#take(message.id, socket);
      else void this.#retire(message.idleGrace, message.timeout);
    });
    process.on('disconnect', () => void this.#retire(idleGrace.stop, this.#options.gracefulShutdownTimeout));
    // Ctrl-C reaches the whole group; what becomes of the workers is the parent's decision.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => this.#leave());
    process.on('SIGHUP', () => this.#leave());
    try {
      this.#loaded = await load(factory, this.#options);
      this.#front = await HttpFront.create(this.#loaded.application, this.#options);
    } catch (error) {
      this.#options.logger.critical('The application could not be loaded', error);
      await sendAndWait({ kind: 'failed', ...failureOf(error) });
      process.exit(1);
    }
    process.on('uncaughtException', (error) => {
      this.#options.logger.critical('Unhandled error', error);
      // A death by signal, so that the parent knows a crash from a worker that refuses to run.
      process.kill(process.pid, 'SIGKILL');
    });
    send({ kind: 'ready' });
  }

  #take(id: number, socket: Socket | undefined): void {
    send({ kind: 'accepted', id });
    // Without a socket the client has gone in the meantime.
    if (socket === undefined || this.#front === undefined) return;
    socket.allowHalfOpen = true;
    this.#front.accept(socket);
  }

  #leave(): void {
    if (this.#front === undefined) process.exit(0);
    send({ kind: 'leaving' });
  }

  async #retire(grace: number, timeout: number): Promise<void> {
    if (this.#front === undefined) process.exit(0);
    const first = !this.#retiring;
    this.#retiring = true;
    await this.#front.drain({ idleGrace: grace, timeout });
    if (!first) return;
    try {
      await this.#loaded?.close?.();
    } catch (error) {
      this.#options.logger.error('The application could not be closed', error);
    }
    this.#options.logger.info(`Child ${process.pid} exiting normally`);
    process.exit(0);
  }
}

function failureOf(error: unknown): StartFailure {
  const { name = 'Error', message = String(error), exitCode = 1 } = error as Partial<StartFailure>;
  return { name, message, exitCode: typeof exitCode === 'number' ? exitCode : 1 };
}

/** Waits until the message is on its way: the process ends after it. */
function sendAndWait(message: ToParent): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

function send(message: ToParent): void {
  if (process.connected) process.send?.(message);
}
