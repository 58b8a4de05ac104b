// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ApplicationFactory, Backend } from './backend.js';
import { RuntimeError } from './errors.js';
import { Listener } from './listener.js';
import { LocalBackend } from './local-backend.js';
import { addressOf, type ResolvedOptions, resolveOptions, type ServerOptions } from './options.js';
import { Worker } from './worker.js';
import { workerFor } from './worker-messages.js';
import { WorkerPool } from './worker-pool.js';

export interface ServerSurroundings {
  /** The server is a part of a larger program: it leaves the process's umask and signals alone. */
  readonly embedded?: boolean;
  /** File and arguments that workers are started with: this program's own by default. */
  readonly program?: readonly string[];
}

/** Options, or what reads them: at the start, at each reload, and in every worker. */
export type ServerOptionsSource = ServerOptions | (() => ServerOptions | Promise<ServerOptions>);

const NONE: ReadonlySet<number> = new Set();

/**
 * Serves an application on a socket, in this process or in workers that share it: upstream's
 * `glance.common.wsgi:Server`. SIGTERM and SIGINT end it gracefully, SIGHUP reads the options again.
 */
export class Server {
  readonly #source: () => ServerOptions | Promise<ServerOptions>;
  readonly #surroundings: ServerSurroundings;
  #options: ResolvedOptions | undefined;
  #defaultPort = 0;
  #backend: Backend | undefined;
  #listener: Listener | undefined;
  #running = true;
  #reloading: Promise<void> = Promise.resolve();
  #nextReload: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  readonly #ended: Promise<number>;
  #end: (exitCode: number) => void = () => undefined;

  constructor(source: ServerOptionsSource, surroundings: ServerSurroundings = {}) {
    // Files are created without any right for others (glance 25, wsgi.py BaseServer).
    if (surroundings.embedded !== true) process.umask(0o027);
    this.#source = typeof source === 'function' ? source : () => source;
    this.#surroundings = surroundings;
    this.#ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** Process ids of the workers that get new connections. */
  get children(): ReadonlySet<number> {
    return this.#backend?.children ?? NONE;
  }

  /** Process ids of the workers of an earlier configuration, which finish their requests. */
  get staleChildren(): ReadonlySet<number> {
    return this.#backend?.staleChildren ?? NONE;
  }

  get running(): boolean {
    return this.#running;
  }

  /** The bound address; `''` before the start and in a worker. */
  get host(): string {
    return this.#listener?.host ?? '';
  }

  /** The bound port, read back from the socket; 0 before the start and in a worker. */
  get port(): number {
    return this.#listener?.port ?? 0;
  }

  /**
   * Opens the socket and serves; resolves when every worker is ready. In a worker process of this server, it builds
   * the application and serves what the parent sends.
   * @param factory - builds the application, in each process that serves.
   * @throws InvalidInput, RuntimeError, BindError, and what the factory throws.
   */
  async start(factory: ApplicationFactory, defaultPort: number): Promise<void> {
    const options = resolveOptions(await this.#source(), defaultPort);
    this.#options = options;
    this.#defaultPort = defaultPort;
    const worksFor = workerFor();
    if (worksFor !== undefined) {
      // The worker of another server of this program has nothing to do here.
      if (worksFor === options.name) await new Worker(options).start(factory);
      return;
    }
    const backend =
      options.workers === 0 ? new LocalBackend(factory) : new WorkerPool(this.#program(), () => this.#lost());
    this.#backend = backend;
    try {
      if (!backend.remote) await backend.start(options);
      this.#listener = await this.#listen(options);
      const starting = backend.remote ? backend.start(options) : Promise.resolve();
      // A hangup at this time is for afterwards.
      this.#reloading = starting.catch(() => undefined);
      this.#handleSignals();
      await starting;
    } catch (error) {
      this.#listener?.close();
      this.#forgetSignals();
      await backend.stop(options);
      throw error;
    }
  }

  /** Resolves when the server has ended, with the exit code that the process should have. */
  wait(): Promise<number> {
    return this.#ended;
  }

  /** Stops accepting, finishes what is in flight, and cuts off the rest after the graceful time. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /**
   * Reads the options again and puts a new application (new workers) in the place of the old one, without refusing or
   * dropping a request. Where the new configuration does not work, that is logged and the old one stays.
   */
  reload(): Promise<void> {
    // One more signal while one is being handled means one more reload after it, not one per signal.
    this.#nextReload ??= this.#reloading.then(() => {
      this.#nextReload = undefined;
      return this.#reload();
    });
    this.#reloading = this.#nextReload.catch((error: unknown) =>
      this.#logger?.error('The configuration could not be reloaded; the previous one stays', error),
    );
    return this.#reloading;
  }

  get #logger(): Logger | undefined {
    return this.#options?.logger;
  }

  async #stop(): Promise<void> {
    this.#running = false;
    this.#listener?.close();
    if (this.#options !== undefined) await this.#backend?.stop(this.#options);
    await this.#reloading;
    this.#finish(0);
  }

  /** The last worker has ended and none takes its place. */
  #lost(): void {
    this.#running = false;
    this.#listener?.close();
    this.#finish(1);
  }

  #finish(exitCode: number): void {
    this.#forgetSignals();
    this.#end(exitCode);
  }

  async #reload(): Promise<void> {
    const previous = this.#options;
    const backend = this.#backend;
    if (previous === undefined || backend === undefined || !this.#running) return;
    previous.logger.info('Reloading the configuration');
    let next = resolveOptions(await this.#source(), this.#defaultPort);
    if (backend.remote !== next.workers > 0) {
      next.logger.warning('workers cannot change between none and some without a restart');
      next = { ...next, workers: previous.workers };
    }
    const moved = addressOf(next) !== addressOf(previous);
    const opened = moved ? await this.#listenBeside(next) : undefined;
    try {
      await backend.renew(next);
    } catch (error) {
      opened?.close();
      throw error;
    }
    this.#options = next;
    // It may have been stopped in the meantime.
    if (this.#stopped !== undefined) {
      opened?.close();
      return;
    }
    if (moved) {
      this.#listener?.close();
      this.#listener = opened ?? (await this.#listen(next));
    } else if (next.backlog !== previous.backlog || next.tcpKeepIdle !== previous.tcpKeepIdle) {
      await this.#listener?.adjust(next);
    }
  }

  /** The new socket while the old one is still open; undefined where only one of them can be (0.0.0.0 and 127.0.0.1). */
  async #listenBeside(options: ResolvedOptions): Promise<Listener | undefined> {
    try {
      return await this.#listen({ ...options, bindRetrySeconds: 0 });
    } catch (error) {
      if (options.bindPort === this.port && (error as { code?: unknown }).code === 'EADDRINUSE') return undefined;
      throw error;
    }
  }

  async #listen(options: ResolvedOptions): Promise<Listener> {
    const backend = this.#backend as Backend;
    const listener = await Listener.open({ ...options, pauseOnConnect: backend.remote }, (socket) =>
      backend.accept(socket),
    );
    options.logger.info(listener.describe(options.name, options.listeningMessage));
    return listener;
  }

  #program(): readonly string[] {
    const program = this.#surroundings.program ?? process.argv.slice(1);
    if (program.length === 0) throw new RuntimeError('Workers need a program file that they can be started with');
    return program;
  }

  #handleSignals(): void {
    if (this.#surroundings.embedded === true) return;
    process.on('SIGTERM', this.#onEnd).on('SIGINT', this.#onEnd).on('SIGHUP', this.#onHangup);
  }

  #forgetSignals(): void {
    process.off('SIGTERM', this.#onEnd).off('SIGINT', this.#onEnd).off('SIGHUP', this.#onHangup);
  }

  readonly #onEnd = (): void => void this.stop();
  readonly #onHangup = (): void => void this.reload();
}
