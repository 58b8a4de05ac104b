// SPDX-License-Identifier: Apache-2.0
// The server goes away and comes back: a MariaDB of the test's own, on a free port and in its own folder.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseUnavailableError, isConnectionLost, isUnavailable } from '../errors.js';
import { defaultSettings } from '../settings.js';
import { openTestDatabase, recordingLogger } from '../test-support.js';
import { now } from '../time.js';
import { parseDatabaseUrl, type MysqlLocation } from '../url.js';
import { connect } from './connection.js';

describe('a MariaDB server', () => {
  let folder: string;
  let port: number;
  let server: ChildProcess;

  const start = (): void => {
    server = spawn(
      'mariadbd',
      [
        '--no-defaults',
        `--datadir=${folder}/data`,
        `--socket=${folder}/socket`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--user=${userInfo().username}`,
        '--innodb-buffer-pool-size=16M',
        '--skip-networking=0',
      ],
      { stdio: 'ignore' },
    );
  };
  const stop = async (): Promise<void> => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  const url = (user = 'test:secret'): string => `mysql+pymysql://${user}@127.0.0.1:${port}/test`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackport-mariadb-'));
    port = await freePort();
    await promisify(execFile)('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${folder}/data`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      `--user=${userInfo().username}`,
    ]);
    start();
    const sql =
      "CREATE DATABASE test; CREATE USER test@'%' IDENTIFIED BY 'secret'; GRANT ALL ON test.* TO test@'%'; CREATE USER test@localhost IDENTIFIED BY 'secret'; GRANT ALL ON test.* TO test@localhost";
    await eventually(() =>
      promisify(execFile)('mariadb', ['--no-defaults', `--socket=${folder}/socket`, '-uroot', '-e', sql]),
    );
  }, 120_000);

  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('may be restarted under an open database', async () => {
    const database = await openTestDatabase(url());
    await database.client.thing.create({ data: { id: 'kept', createdAt: now() } });
    await Promise.all(Array.from({ length: 8 }, () => database.client.thing.count()));
    await stop();
    const asked = performance.now();
    await expect(database.client.thing.count()).rejects.toSatisfy(isConnectionLost);
    await expect(database.transaction((tx) => tx.thing.count())).rejects.toSatisfy(isConnectionLost);
    await expect(database.rawQuery('SELECT `id` FROM `things`', [], { id: 'text' })).rejects.toSatisfy(
      isConnectionLost,
    );
    // Nobody waits for a server that refuses.
    expect(performance.now() - asked).toBeLessThan(2000);
    start();
    expect(await eventually(() => database.client.thing.count())).toBe(1);
    await database.transaction(async (tx) => {
      await tx.thing.update({ where: { id: 'kept' }, data: { name: 'again' } });
    });
    expect(await database.rawQuery('SELECT `name` FROM `things`', [], { name: 'text' })).toEqual([{ name: 'again' }]);
    await database.close();
  }, 90_000);

  it('is waited for at start, and named without the password when it does not come', async () => {
    await stop();
    const logger = recordingLogger();
    const settings = { maxRetries: 1, retryInterval: 0.05 };
    const error: unknown = await openTestDatabase(url(), { logger, settings }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseUnavailableError);
    expect((error as Error).message).toMatch(new RegExp(`^No connection to the database on 127.0.0.1:${port}: `));
    expect(logger.lines).toEqual([expect.stringMatching(/^warning: SQL connection failed. 1 attempts left\./)]);
    expect(JSON.stringify([(error as Error).message, logger.lines])).not.toContain('secret');
    const opening = openTestDatabase(url(), { settings: { maxRetries: -1, retryInterval: 0.2 } });
    start();
    await (await opening).close();
  }, 90_000);

  it('that refuses the user, or lacks the database, ends the wait at once', async () => {
    await expect(openTestDatabase(url('test:wrong'))).rejects.toThrow(
      /^The database 'test' on 127.0.0.1:\d+ cannot be used: Access denied/,
    );
    await expect(openTestDatabase(`${url()}?ssl_ca=/nonexistent`)).rejects.toThrow(
      /cannot be used: ssl_ca of the database URL cannot be read/,
    );
    await expect(openTestDatabase(url().replace(/test$/, 'absent'))).rejects.toThrow(
      /^The database 'absent' on .* cannot be used: /,
    );
  });

  it('gets no more connections than the pool may have, and a request that finds none in time fails', async () => {
    const database = await openTestDatabase(url(), {
      settings: { maxPoolSize: 1, maxOverflow: 1, poolTimeout: 1 },
    });
    const slow = [1, 2].map(() => database.rawQuery('SELECT SLEEP(2) AS `slept`', [], { slept: 'number' }));
    const error: unknown = await database.client.thing.count().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'P2037' });
    expect(isConnectionLost(error)).toBe(false);
    await Promise.all(slow);
    expect(await database.client.thing.count()).toBe(1);
    await database.close();
  });

  it('that has no connection left lets requests wait for those that there are; without any they may be tried again', async () => {
    const limit = (count: number) =>
      promisify(execFile)('mariadb', [
        ...['--no-defaults', `--socket=${folder}/socket`, '-uroot', '-e'],
        `SET GLOBAL max_connections = ${count}`,
      ]);
    const database = await openTestDatabase(url());
    const others = await openTestDatabase(url(), { settings: { maxPoolSize: 20 } });
    try {
      await limit(10);
      const slow = (one: typeof database) => one.rawQuery('SELECT SLEEP(0.2) AS `slept`', [], { slept: 'number' });
      expect(await Promise.all(Array.from({ length: 30 }, () => slow(database)))).toHaveLength(30);
      await database.close();
      // Those stay with it when they are done.
      await Promise.all(Array.from({ length: 30 }, () => slow(others)));
      const error: unknown = await connect(parseDatabaseUrl(url()) as MysqlLocation, defaultSettings).catch(
        (thrown: unknown) => thrown,
      );
      expect([isConnectionLost(error), isUnavailable(error)]).toEqual([false, true]);
    } finally {
      await limit(151);
      await others.close();
    }
  }, 60_000);
});

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}

async function eventually<T>(action: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 30_000; ;) {
    try {
      return await action();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
