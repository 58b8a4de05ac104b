// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';
import type { ExchangeObserver } from '../node-bridge.js';
import type { Exchange } from '../node-exchange.js';

interface Connection {
  /** What the kernel knows: for TLS, the socket under it. */
  readonly raw: Socket;
  /** Where requests are read from. */
  socket: Socket;
  readonly exchanges: Set<Exchange>;
  /** `performance.now()` of the last sign of use. */
  usedAt: number;
  /** Bytes read when the last request had been answered: more of them mean that the next one is on its way. */
  readBefore: number;
}

export interface DrainOptions {
  /** Seconds that a connection without a request stays open, so that a request under way to it still finds it. */
  readonly idleGrace: number;
  /** Seconds until what is still in flight is cut off; 0 for any time. */
  readonly timeout: number;
}

const SWEEP_MILLISECONDS = 50;

/** Knows the open connections of one server, which of them have a request in flight, and how to end them gracefully. */
export class ConnectionTracker implements ExchangeObserver {
  readonly #connections = new Map<Socket, Connection>();
  #draining = false;
  #whenEmpty: (() => void) | undefined;

  get draining(): boolean {
    return this.#draining;
  }

  get size(): number {
    return this.#connections.size;
  }

  add(raw: Socket): void {
    const connection: Connection = {
      raw,
      socket: raw,
      exchanges: new Set(),
      usedAt: performance.now(),
      readBefore: 0,
    };
    this.#connections.set(raw, connection);
    raw.once('close', () => {
      this.#connections.delete(raw);
      this.#connections.delete(connection.socket);
      if (this.#connections.size === 0) this.#whenEmpty?.();
    });
  }

  /** Requests on `raw` come through `secure` from now on. */
  secured(raw: Socket, secure: Socket): void {
    const connection = this.#connections.get(raw);
    if (connection === undefined) return;
    this.#connections.delete(raw);
    connection.socket = secure;
    this.#connections.set(secure, connection);
  }

  begin(exchange: Exchange): void {
    this.#connections.get(exchange.socket)?.exchanges.add(exchange);
  }

  end(exchange: Exchange): void {
    const connection = this.#connections.get(exchange.socket);
    if (connection === undefined) return;
    connection.exchanges.delete(exchange);
    connection.usedAt = performance.now();
    connection.readBefore = connection.socket.bytesRead;
  }

  /** Whether a connection without traffic waits for its client, and not for the application. */
  waitsForClient(socket: Socket): boolean {
    const exchanges = this.#connections.get(socket)?.exchanges;
    if (exchanges === undefined || exchanges.size === 0 || socket.writableLength > 0) return true;
    return [...exchanges].some((exchange) => exchange.starved);
  }

  /** Closes connections as they fall idle, and all that are left after the timeout. May be called again, to hurry. */
  async drain({ idleGrace, timeout }: DrainOptions): Promise<void> {
    this.#draining = true;
    if (this.#connections.size === 0) return;
    const since = performance.now();
    const sweep = (): void => {
      const now = performance.now();
      for (const connection of this.#connections.values()) {
        if (timeout > 0 && now - since >= timeout * 1000) connection.raw.destroy();
        else if (isIdle(connection) && now - Math.max(connection.usedAt, since) >= idleGrace * 1000)
          connection.socket.destroySoon();
      }
    };
    const timer = setInterval(sweep, SWEEP_MILLISECONDS);
    const others = this.#whenEmpty;
    await new Promise<void>((resolve) => {
      this.#whenEmpty = () => {
        others?.();
        resolve();
      };
    });
    clearInterval(timer);
  }
}

function isIdle({ socket, exchanges, readBefore }: Connection): boolean {
  return exchanges.size === 0 && socket.writableLength === 0 && socket.bytesRead === readBefore;
}
