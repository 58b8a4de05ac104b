// SPDX-License-Identifier: Apache-2.0
import type { Connection } from 'mariadb';
import { expect, it } from 'vitest';
import { ConnectionPool } from './pool.js';

const settings = { limit: 5, kept: 5, patience: 5000, recycleTime: 60_000 };

function poolOf(connect: () => Promise<Connection>, patience = settings.patience): ConnectionPool {
  return new ConnectionPool(connect, { ...settings, patience });
}

const full = (): Error => Object.assign(new Error('Too many connections'), { name: 'SqlError', errno: 1040 });
const connection = (): Connection =>
  ({ isValid: () => true, end: async () => undefined, destroy: () => undefined }) as unknown as Connection;

it('of a server that others have filled waits until one of them gives a connection back', async () => {
  let refusals = 3;
  const pool = poolOf(async () => {
    if (refusals-- > 0) throw full();
    return connection();
  });
  const taken = await Promise.all([pool.getConnection(), pool.getConnection()]);
  expect(new Set(taken).size).toBe(2);
  for (const one of taken) await one.release();
  await pool.end();
});

it('says so where none is given back in time', async () => {
  const pool = poolOf(() => Promise.reject(full()), 300);
  await expect(pool.getConnection()).rejects.toMatchObject({
    cause: { kind: 'TooManyConnections', cause: 'the server had no connection left for 300 ms' },
  });
  await pool.end();
});
