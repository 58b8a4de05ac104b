// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';
import { type ApplicationFactory, type Backend, load, type LoadedApplication } from './backend.js';
import type { DrainOptions } from './connection-tracker.js';
import { HttpFront } from './http-front.js';
import type { ResolvedOptions } from './options.js';

/** Seconds that an idle connection stays open when its server retires, so that no request meets a closed door. */
export const idleGrace = { reload: 2, stop: 0.1 } as const;

/** One application with its front; ended once, whoever asks. */
class Generation {
  readonly front: HttpFront;
  readonly #loaded: LoadedApplication;
  #closed: Promise<void> | undefined;

  constructor(front: HttpFront, loaded: LoadedApplication) {
    this.front = front;
    this.#loaded = loaded;
  }

  async retire(options: DrainOptions): Promise<void> {
    await this.front.drain(options);
    this.#closed ??= (async () => this.#loaded.close?.())();
    await this.#closed;
  }
}

/** Serves in this process (`workers = 0`). */
export class LocalBackend implements Backend {
  readonly children: ReadonlySet<number> = new Set();
  readonly staleChildren: ReadonlySet<number> = new Set();
  readonly remote = false;
  readonly #factory: ApplicationFactory;
  #current: Generation | undefined;
  readonly #retiring = new Set<Generation>();

  constructor(factory: ApplicationFactory) {
    this.#factory = factory;
  }

  async start(options: ResolvedOptions): Promise<void> {
    options.logger.info('Starting single process server');
    this.#current = await this.#create(options);
  }

  accept(socket: Socket): void {
    if (this.#current === undefined) socket.destroy();
    else this.#current.front.accept(socket);
  }

  async renew(options: ResolvedOptions): Promise<void> {
    const next = await this.#create(options);
    const previous = this.#current;
    this.#current = next;
    if (previous === undefined) return;
    this.#retiring.add(previous);
    void previous
      .retire({ idleGrace: idleGrace.reload, timeout: 0 })
      .catch((error: unknown) => options.logger.error('The previous application could not be closed', error))
      .finally(() => this.#retiring.delete(previous));
  }

  async stop(options: ResolvedOptions): Promise<void> {
    const all = [...this.#retiring, ...(this.#current === undefined ? [] : [this.#current])];
    this.#current = undefined;
    await Promise.all(
      all.map((one) => one.retire({ idleGrace: idleGrace.stop, timeout: options.gracefulShutdownTimeout })),
    );
  }

  async #create(options: ResolvedOptions): Promise<Generation> {
    const loaded = await load(this.#factory, options);
    try {
      return new Generation(await HttpFront.create(loaded.application, options), loaded);
    } catch (error) {
      await loaded.close?.();
      throw error;
    }
  }
}
