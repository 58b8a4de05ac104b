// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiDatabase, openApiDatabase } from '../database.js';
import { CellMappingNotFound } from '../errors/hosts.js';
import { ComputeNodes } from '../hosts/compute-nodes.js';
import { CELL0_UUID, CellMappingRepository } from './cell-mapping-repository.js';
import { defaultDatabaseUrls, fillTemplate } from './cell-url.js';
import { Cells } from './cells.js';
import { HostDiscovery } from './host-discovery.js';
import { HostMappingRepository } from './host-mapping-repository.js';
import { setUpCells } from './set-up-cells.js';

let folder: string;
let database: ApiDatabase;
let mappings: CellMappingRepository;
let cells: Cells;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nova-cells-'));
  database = await openApiDatabase(`sqlite:///${join(folder, 'api.sqlite')}`, { logger: silentLogger });
  mappings = new CellMappingRepository(database);
  cells = new Cells({
    mappings,
    databaseUrl: `sqlite:///${join(folder, 'nova.sqlite')}`,
    transportUrl: 'fake://',
    settings: {},
    logger: silentLogger,
    timeout: 10_000,
  });
});
afterEach(async () => {
  await cells.close();
  await database.close();
  await rm(folder, { recursive: true });
});

const setUp = (): Promise<boolean> =>
  setUpCells({ mappings, databaseUrl: `sqlite:///${join(folder, 'nova.sqlite')}`, transportUrl: 'fake://' });

describe('the cells of a new database', () => {
  it('are cell0 and one of what is configured, made once', async () => {
    expect([await setUp(), await setUp()]).toEqual([true, false]);
    expect(await mappings.list()).toMatchObject([
      { uuid: CELL0_UUID, name: 'cell0', transportUrl: 'none:///', databaseConnection: 'sqlite:////{path}_cell0' },
      { name: 'cell1', transportUrl: 'fake://', databaseConnection: 'sqlite:////{path}' },
    ]);
    expect(await cells.listWithHosts()).toMatchObject([{ name: 'cell1' }]);
  });

  it('are made once by many at a time', async () => {
    const made = await Promise.all([setUp(), setUp(), setUp()]);
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await mappings.list()).toHaveLength(2);
  });
});

describe('cells', () => {
  it('are asked all at a time; one that fails is an error in its place', async () => {
    await setUp();
    await mappings.create([
      { uuid: 'broken', name: 'broken', transportUrl: 'fake://', databaseConnection: 'postgresql://nowhere/nova' },
    ]);
    const results = await cells.scatter(async ({ database: cell }) => cell.client.instance.count());
    expect(results.map((result) => ('value' in result ? result.value : 'failed'))).toEqual([0, 0, 'failed']);
    expect(await cells.gather(async () => 1)).toEqual([1, 1]);
  });

  it('that do not answer in time are errors too', async () => {
    await setUp();
    const hasty = new Cells({
      ...{ mappings, databaseUrl: `sqlite:///${join(folder, 'nova.sqlite')}`, transportUrl: 'fake://', settings: {} },
      ...{ logger: silentLogger, timeout: 1 },
    });
    const results = await hasty.scatter(() => new Promise<never>(() => undefined));
    expect(results.every((result) => 'error' in result)).toBe(true);
    await hasty.close();
  });

  it('that were added meanwhile are found by their number', async () => {
    await setUp();
    await cells.list();
    await mappings.create([{ uuid: 'late', name: null, transportUrl: 'fake://', databaseConnection: 'sqlite://' }]);
    const [, , late] = await mappings.list();
    expect(await cells.get(late?.id ?? 0)).toMatchObject({ uuid: 'late' });
    await expect(cells.get(99)).rejects.toThrow(CellMappingNotFound);
  });

  it('have hosts mapped to them when they report themselves', async () => {
    await setUp();
    const [cell] = await cells.listWithHosts();
    if (cell === undefined) throw new Error('There is no cell');
    const nodes = new ComputeNodes((await cells.open(cell)).database);
    await nodes.create({
      ...{ host: 'new', hypervisor_hostname: 'new', hypervisor_type: 'fake', hypervisor_version: 1, cpu_info: '' },
      ...{ vcpus: 1, vcpus_used: 0, memory_mb: 1, memory_mb_used: 0, local_gb: 1, local_gb_used: 0, mapped: 0 },
      ...{ supported_hv_specs: [], stats: {} },
    });
    const hosts = new HostMappingRepository(database);
    const discovery = new HostDiscovery({ cells, hosts, logger: silentLogger });
    expect([await discovery.run(), await discovery.run()]).toEqual([['new'], []]);
    expect(await hosts.find('new')).toEqual({ host: 'new', cellId: cell.id });
  });
});

describe('templates', () => {
  it.each([
    [
      'mysql+pymysql://{username}:{password}@{hostname}:{port}/nova_cell2?{query}',
      'mysql+pymysql://u:p%40@db:3307/nova_cell2?charset=utf8',
    ],
    ['{scheme}://{hostname}/{path}', 'mysql+pymysql://db/nova'],
    ['mysql://plain/nova', 'mysql://plain/nova'],
    ['mysql://{nonsense}/nova', 'mysql://{nonsense}/nova'],
  ])('%s is %s', (template, url) => {
    expect(fillTemplate(template, 'mysql+pymysql://u:p%40@db:3307/nova?charset=utf8')).toBe(url);
  });

  it('number the servers of a bus', () => {
    const configured = 'rabbit://a:1@one:5672,b:2@two:5673/';
    expect(
      fillTemplate('rabbit://{username1}@{hostname1},{username2}:{password2}@{hostname2}:{port2}/', configured),
    ).toBe('rabbit://a@one,b:2@two:5673/');
  });

  it('of cell0 are the configured URL with a longer name', () => {
    expect(defaultDatabaseUrls('mysql+pymysql://u:p@db/nova?charset=utf8')).toEqual({
      cell0: 'mysql+pymysql://u:p@db/nova_cell0?charset=utf8',
      cell1: 'mysql+pymysql://u:p@db/nova?charset=utf8',
    });
  });
});
