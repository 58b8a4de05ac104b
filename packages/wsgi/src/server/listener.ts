// SPDX-License-Identifier: Apache-2.0
import { chmod, unlink } from 'node:fs/promises';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BindError } from './errors.js';
import { fillTemplate } from './message-template.js';
import type { ResolvedOptions } from './options.js';

export interface ListenerOptions extends Pick<
  ResolvedOptions,
  'name' | 'bindHost' | 'bindPort' | 'socketFile' | 'socketMode' | 'backlog' | 'tcpKeepIdle' | 'bindRetrySeconds'
> {
  /** Leaves new connections unread, so that they can be handed to another process. */
  readonly pauseOnConnect: boolean;
}

const RETRY_MILLISECONDS = 100;

/** The listening socket of a server. */
export class Listener {
  #server: net.Server;
  readonly #onConnection: (socket: net.Socket) => void;
  readonly #pauseOnConnect: boolean;
  /** Address and port as the system has them: for port 0, the one that was free. */
  readonly host: string;
  readonly port: number;
  readonly socketFile: string | undefined;

  private constructor(server: net.Server, options: ListenerOptions, onConnection: (socket: net.Socket) => void) {
    this.#server = server;
    this.#onConnection = onConnection;
    this.#pauseOnConnect = options.pauseOnConnect;
    const address = server.address();
    this.host = typeof address === 'object' ? (address?.address ?? '') : '';
    this.port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    this.socketFile = typeof address === 'string' ? address : undefined;
  }

  /** @throws BindError where the address cannot be bound, after `bindRetrySeconds` if it is in use. */
  static async open(options: ListenerOptions, onConnection: (socket: net.Socket) => void): Promise<Listener> {
    const until = performance.now() + options.bindRetrySeconds * 1000;
    const place =
      options.socketFile === undefined
        ? { host: options.bindHost, port: options.bindPort }
        : { path: options.socketFile };
    for (;;) {
      const server = createServer(options, onConnection);
      try {
        await listening(server, () => server.listen({ ...place, backlog: options.backlog }));
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === 'EADDRINUSE' && options.socketFile !== undefined && (await removeStale(options.socketFile)))
          continue;
        if (code !== 'EADDRINUSE' || performance.now() >= until)
          throw bindError(options, error as NodeJS.ErrnoException);
        await sleep(RETRY_MILLISECONDS);
        continue;
      }
      if (options.socketFile !== undefined && options.socketMode !== undefined)
        await chmod(options.socketFile, options.socketMode);
      return new Listener(server, options, onConnection);
    }
  }

  /** The line that says where the server listens. */
  describe(name: string, template: string): string {
    if (this.socketFile !== undefined) return `${name} listening on ${this.socketFile}`;
    return fillTemplate(template, { name, host: this.host, port: this.port });
  }

  /** Takes another backlog and keep-alive time for the same socket, without closing it. */
  async adjust(options: Pick<ListenerOptions, 'backlog' | 'tcpKeepIdle'>): Promise<void> {
    const server = createServer({ ...options, pauseOnConnect: this.#pauseOnConnect }, this.#onConnection);
    // node's way to let a second server take over the socket of the first; listen(2) is called once more.
    await listening(server, () => server.listen(this.#server, options.backlog));
    this.#server = server;
  }

  /** Stops accepting; open connections stay open. */
  close(): void {
    this.#server.close();
  }
}

function createServer(
  options: Pick<ListenerOptions, 'tcpKeepIdle' | 'pauseOnConnect'>,
  onConnection: (socket: net.Socket) => void,
) {
  const server = net.createServer({
    // As node's own HTTP server: its HTTP layer decides what the end of the client's side means.
    allowHalfOpen: true,
    pauseOnConnect: options.pauseOnConnect,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: options.tcpKeepIdle * 1000,
  });
  return server.on('connection', onConnection);
}

function listening(server: net.Server, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listen();
  });
}

/** A unix socket's file outlives a killed server: nobody answers there then, and it goes away. */
async function removeStale(path: string): Promise<boolean> {
  const inUse = await new Promise<boolean>((resolve) => {
    const probe = net.connect(path);
    probe
      .once('connect', () => resolve(true))
      .once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
    probe.once('connect', () => probe.destroy());
  });
  if (!inUse) await unlink(path);
  return !inUse;
}

function bindError(options: ListenerOptions, cause: NodeJS.ErrnoException): BindError {
  const place = options.socketFile ?? `${options.bindHost}:${options.bindPort}`;
  const reason = cause.code === 'EADDRINUSE' ? 'the address is already in use' : cause.message;
  const text =
    cause.code === 'EADDRINUSE' && options.bindRetrySeconds > 0
      ? `Could not bind to ${place} after trying for ${options.bindRetrySeconds} seconds`
      : `Could not bind to ${place}: ${reason}`;
  return new BindError(text, cause);
}
