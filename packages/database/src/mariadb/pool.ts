// SPDX-License-Identifier: Apache-2.0
import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { Connection, PoolConnection, QueryOptions } from 'mariadb';
import { isServerFull } from '../errors.js';

export interface PoolSettings {
  /** Connections at most. */
  limit: number;
  /** Unused connections that are kept. */
  kept: number;
  /** Milliseconds that a request waits for a free connection when the limit is reached. */
  patience: number;
  /** Milliseconds after which a kept connection is closed. */
  recycleTime: number;
}

interface Idle {
  connection: PoolConnection;
  since: number;
}

interface Waiter {
  take(connection: Promise<PoolConnection>): void;
  /** Until when it waits. */
  readonly deadline: number;
  timer: NodeJS.Timeout;
}

/** Milliseconds: a connection that has rested for longer is asked whether the server is still there. */
const trustedRest = 1000;
const pingTimeout = 2000;
/** Milliseconds, give or take a half, until a server that was full is asked again. */
const fullRest = 200;
/** Milliseconds that a connection beyond those kept stays for the next request. */
const overflowRest = 30_000;

/**
 * Connections in the manner of SQLAlchemy's pool. The driver's own makes one at a time, and while the server is down it lets every request
 * wait for the whole timeout; here a request that cannot connect fails at once with the reason. Where the server has no connection left,
 * it waits for one of those that there are, or until other processes have given one back.
 */
export class ConnectionPool {
  private readonly idle: Idle[] = [];
  private readonly waiters: Waiter[] = [];
  private readonly lent = new Set<PoolConnection>();
  private readonly reaper: NodeJS.Timeout;
  private open = 0;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly connect: () => Promise<Connection>,
    private readonly settings: PoolSettings,
  ) {
    this.reaper = setInterval(() => this.reap(), 5000).unref();
  }

  /** @throws DriverAdapterError (Prisma's P2037) when none is free in time; otherwise what connecting throws */
  async getConnection(): Promise<PoolConnection> {
    if (this.closed) throw new Error('the database is closed');
    const rested = await this.takeIdle();
    if (rested !== undefined) return this.lend(rested);
    const deadline = performance.now() + this.settings.patience;
    return this.open < this.settings.limit ? this.make(deadline) : this.wait(deadline);
  }

  async query<T>(sql: string | QueryOptions, values?: unknown): Promise<T> {
    const connection = await this.getConnection();
    try {
      return await connection.query<T>(sql, values);
    } finally {
      await connection.release();
    }
  }

  async execute<T>(sql: string | QueryOptions, values?: unknown): Promise<T> {
    const connection = await this.getConnection();
    try {
      return await connection.execute<T>(sql, values);
    } finally {
      await connection.release();
    }
  }

  /** Closes what is unused now, and the rest when it comes back. */
  async end(): Promise<void> {
    this.closed = true;
    clearInterval(this.reaper);
    clearTimeout(this.retry);
    for (const waiter of this.waiters.splice(0)) {
      clearTimeout(waiter.timer);
      waiter.take(Promise.reject(new Error('the database is closed')));
    }
    await Promise.all(this.idle.splice(0).map(({ connection }) => this.discard(connection)));
  }

  /** The one used last, so that others grow old; those that do not answer any more are given up. */
  private async takeIdle(): Promise<PoolConnection | undefined> {
    for (;;) {
      const entry = this.idle.pop();
      if (entry === undefined) return undefined;
      if (await isUsable(entry)) return entry.connection;
      await this.discard(entry.connection);
    }
  }

  private async make(deadline: number): Promise<PoolConnection> {
    this.open += 1;
    try {
      const made = await this.connect();
      const connection = made as PoolConnection;
      Object.assign(made, { release: () => this.giveBack(connection) });
      return this.lend(connection);
    } catch (error) {
      this.open -= 1;
      if (isServerFull(error) && !this.closed) {
        this.retryLater();
        return this.wait(deadline);
      }
      this.serveWaiter();
      throw error;
    }
  }

  private wait(deadline: number): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      const { patience, limit } = this.settings;
      const waiter: Waiter = {
        take: resolve,
        deadline,
        timer: setTimeout(() => {
          this.waiters.splice(this.waiters.indexOf(waiter), 1);
          reject(
            new DriverAdapterError({
              kind: 'TooManyConnections',
              cause:
                this.open < limit
                  ? `the server had no connection left for ${patience} ms`
                  : `all ${limit} connections of the pool were in use for ${patience} ms`,
            }),
          );
        }, deadline - performance.now()),
      };
      this.waiters.push(waiter);
    });
  }

  private lend(connection: PoolConnection): PoolConnection {
    this.lent.add(connection);
    return connection;
  }

  private async giveBack(connection: PoolConnection): Promise<void> {
    // A second time would put it into the pool twice.
    if (!this.lent.delete(connection)) return;
    if (this.closed || !connection.isValid()) {
      await this.discard(connection);
      this.serveWaiter();
      return;
    }
    const waiter = this.waiters.shift();
    if (waiter === undefined) {
      this.idle.push({ connection, since: performance.now() });
      return;
    }
    clearTimeout(waiter.timer);
    waiter.take(Promise.resolve(this.lend(connection)));
  }

  /** There is room for a connection again: the first who waits makes one. */
  private serveWaiter(): void {
    const waiter = this.closed ? undefined : this.waiters.shift();
    if (waiter === undefined) return;
    clearTimeout(waiter.timer);
    waiter.take(this.make(waiter.deadline));
  }

  /** Other processes give connections back, and this one is not told. */
  private retryLater(): void {
    this.retry ??= setTimeout(
      () => {
        this.retry = undefined;
        for (let room = this.settings.limit - this.open; room > 0; room--) this.serveWaiter();
      },
      fullRest * (0.5 + Math.random()),
    );
  }

  private reap(): void {
    const now = performance.now();
    const old = this.idle.filter(({ since }, index) => {
      const beyondKept = index < this.idle.length - this.settings.kept;
      return now - since > (beyondKept ? overflowRest : this.settings.recycleTime);
    });
    for (const entry of old) {
      this.idle.splice(this.idle.indexOf(entry), 1);
      void this.discard(entry.connection);
    }
  }

  private async discard(connection: PoolConnection): Promise<void> {
    this.open -= 1;
    if (!connection.isValid()) connection.destroy();
    else await connection.end().catch(() => connection.destroy());
  }
}

async function isUsable({ connection, since }: Idle): Promise<boolean> {
  if (!connection.isValid()) return false;
  if (performance.now() - since < trustedRest) return true;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), pingTimeout)));
  const answered = connection.ping().then(
    () => true,
    () => false,
  );
  const usable = await Promise.race([answered, tooLate]);
  clearTimeout(timer);
  // Ending it politely would wait for the answer that does not come.
  if (!usable) connection.destroy();
  return usable;
}
