// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Application } from '../application.js';
import { NodeBridge } from '../node-bridge.js';
import { ConnectionTracker, type DrainOptions } from './connection-tracker.js';
import { RuntimeError } from './errors.js';
import type { ResolvedOptions } from './options.js';
import { readTlsOptions } from './tls.js';

/** eventlet 0.33, wsgi.py `MAX_TOTAL_HEADER_SIZE`. */
const TOTAL_HEADER_BYTES = 65_536;

/** Speaks HTTP on connections that it is given: it does not listen itself, so that the socket can be another process's. */
export class HttpFront {
  readonly #server: http.Server;
  readonly #connections = new ConnectionTracker();

  private constructor(server: http.Server, bridge: (connections: ConnectionTracker) => NodeBridge, timeout: number) {
    this.#server = server;
    const { onRequest, onCheckContinue } = bridge(this.#connections);
    server.on('request', onRequest).on('checkContinue', onCheckContinue);
    // Only waiting for the client counts: an application may take its time.
    server.timeout = timeout;
    server.on('timeout', (socket: Socket) => {
      if (this.#connections.waitsForClient(socket)) socket.destroy();
      else socket.setTimeout(timeout);
    });
    this.#followHandshakes(server);
    // node starts to watch header timeouts when the server listens, which this one never does.
    server.emit('listening');
  }

  /** @throws RuntimeError for TLS files that cannot be read or that do not fit. */
  static async create(application: Application, options: ResolvedOptions): Promise<HttpFront> {
    const tls = await readTlsOptions(options);
    const timeout = options.clientSocketTimeout * 1000;
    const settings: http.ServerOptions = {
      maxHeaderSize: Math.max(TOTAL_HEADER_BYTES, options.maxHeaderLine + TOTAL_HEADER_BYTES / 4),
      keepAliveTimeout: timeout,
      headersTimeout: timeout,
      // The time for a whole request depends on the size of an image.
      requestTimeout: 0,
    };
    let server: http.Server;
    try {
      server =
        tls === undefined
          ? http.createServer(settings)
          : https.createServer({
              ...settings,
              ...tls,
              ...(timeout > 0 ? { handshakeTimeout: timeout } : {}),
            });
    } catch (error) {
      throw new RuntimeError(`TLS cannot be set up: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    const scheme = tls === undefined ? 'http' : 'https';
    const bridge = (connections: ConnectionTracker) => new NodeBridge(application, { ...options, scheme }, connections);
    return new HttpFront(server, bridge, timeout);
  }

  /** Serves a connection that has been accepted and not yet been read from. */
  accept(socket: Socket): void {
    this.#connections.add(socket);
    this.#server.emit('connection', socket);
  }

  /** Ends gracefully: answers say `Connection: close`, idle connections are closed. The caller gives no more of them. */
  async drain(options: DrainOptions): Promise<void> {
    await this.#connections.drain(options);
    this.#server.close();
  }

  #followHandshakes(server: http.Server): void {
    if (!(server instanceof https.Server)) return;
    // node does not say which connection a TLS socket belongs to; the client's address and port do.
    const handshakes = new Map<string, Socket>();
    server.prependListener('connection', (raw: Socket) => {
      const key = endpoint(raw);
      handshakes.set(key, raw);
      raw.once('close', () => {
        if (handshakes.get(key) === raw) handshakes.delete(key);
      });
    });
    server.prependListener('secureConnection', (secure: TLSSocket) => {
      const raw = handshakes.get(endpoint(secure));
      if (raw === undefined) return;
      handshakes.delete(endpoint(raw));
      this.#connections.secured(raw, secure);
    });
  }
}

function endpoint(socket: Socket): string {
  return `${socket.remoteAddress ?? ''} ${socket.remotePort ?? ''}`;
}
