// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@stackport/config';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CellDatabase, openCellDatabase } from '../database.js';
import { CellServices } from './cell-services.js';
import { Heartbeat, SERVICE_VERSION } from './heartbeat.js';

let folder: string;
let database: CellDatabase;
let services: CellServices;
/** Of which rows it was told that they are new. */
let told: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackport-heartbeat-'));
  database = await openCellDatabase(`sqlite:///${join(folder, 'nova.sqlite')}`, { logger: silentLogger });
  services = new CellServices(database);
  told = [];
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const heartbeat = (over: Partial<CellServices> = {}): Heartbeat =>
  new Heartbeat({
    services: {
      find: (host, binary) => services.find(host, binary),
      create: (values) => services.create(values),
      save: (id, changes) => services.save(id, changes),
      ...over,
    },
    host: 'node',
    binary: 'nova-conductor',
    topic: 'conductor',
    interval: 0,
    created: async ({ host, binary }) => void told.push(`${binary ?? ''} ${host ?? ''}`),
    logger: silentLogger,
  });

const row = () => services.find('node', 'nova-conductor');

it('makes the row, and counts on', async () => {
  const one = heartbeat();
  await one.start();
  expect(await row()).toMatchObject({ topic: 'conductor', report_count: 1, version: SERVICE_VERSION, disabled: false });
  await one.beat();
  expect(await row()).toMatchObject({ report_count: 2, last_seen_up: expect.any(Date) as Date });
  await heartbeat().start();
  expect(await row()).toMatchObject({ report_count: 3 });
  expect(told).toEqual(['nova-conductor node']);
  await one.stop();
});

it('makes a row anew that was deleted', async () => {
  const one = heartbeat();
  await one.start();
  await database.client.service.updateMany({ data: { deleted: 1 } });
  await one.beat();
  expect(await row()).toMatchObject({ report_count: 1 });
});

it('goes on after a failure, which it begins with only where the database answers', async () => {
  let isBroken = false;
  const one = heartbeat({
    find: (host, binary) => (isBroken ? Promise.reject(new Error('gone')) : services.find(host, binary)),
  });
  await one.start();
  isBroken = true;
  await one.beat();
  await expect(heartbeat({ find: () => Promise.reject(new Error('gone')) }).start()).rejects.toThrow('gone');
  isBroken = false;
  await one.beat();
  expect(await row()).toMatchObject({ report_count: 2 });
});

it('takes the row that another process of the host made first', async () => {
  let isFirst = true;
  const one = heartbeat({
    find: async (host, binary) => {
      if (!isFirst) return services.find(host, binary);
      isFirst = false;
      await services.create({ host, binary, topic: 'conductor', report_count: 8 });
      return undefined;
    },
  });
  await one.start();
  expect(await row()).toMatchObject({ report_count: 9 });
});
