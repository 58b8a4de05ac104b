// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Client, MariadbDatabase } from '@stackport/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { PlacementApi, type PlacementApiInit } from './placement-api.js';

const apis: PlacementApi[] = [];
const databases: MariadbDatabase[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.clean();
  for (const database of databases.splice(0)) await database.remove();
});

async function placementApi(init: PlacementApiInit = {}): Promise<PlacementApi> {
  const api = await PlacementApi.create(init);
  apis.push(api);
  return api;
}

describe('placement-api', () => {
  it('starts from a configuration file, keeps what it is told, and ends when it is asked to', async () => {
    const api = await placementApi();
    const first = await api.start();
    const client = Client.to(first.url).as('admin');
    expect((await client.post('/resource_providers', { name: 'host1' })).status).toBe(201);
    await first.logged(
      /INFO placement\.requestlog .*"POST \/resource_providers" status: 201 len: 0 microversion: 1\.0/,
    );
    first.signal('SIGTERM');
    expect(await first.exited).toBe(0);
    const second = await api.start();
    const answer = await Client.to(second.url).as('admin').get('/resource_providers?name=host1');
    expect((answer.json() as { resource_providers: unknown[] }).resource_providers).toHaveLength(1);
  });

  it('finds its configuration file in the folder that the environment names', async () => {
    const api = await placementApi({ args: () => [], conf: '[cors]\nallowed_origin = http://dashboard\n' });
    const program = await api.start({ OS_PLACEMENT_CONFIG_DIR: api.folder.path });
    const headers = { Origin: 'http://dashboard' };
    const answer = await Client.to(program.url).as('admin').get('/resource_classes', { headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://dashboard');
    expect(answer.headers.get('access-control-expose-headers')).toContain('OpenStack-API-Version');
    const asked = { ...headers, 'Access-Control-Request-Method': 'PUT' };
    const preflight = await Client.to(program.url).send('OPTIONS', '/resource_classes', { headers: asked });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([200, 'PUT']);
  });

  it('serves one MariaDB with several workers', async () => {
    const database = await MariadbDatabase.create();
    databases.push(database);
    const api = await placementApi({ database: database.url, conf: '[stackport]\nworkers = 2\n' });
    const program = await api.start();
    const client = Client.to(program.url).as('admin');
    const version = { headers: { 'OpenStack-API-Version': 'placement 1.20' } };
    expect((await client.post('/resource_providers', { name: 'host1' }, version)).status).toBe(200);
    expect(await database.query('SELECT name, generation FROM resource_providers')).toEqual([
      { name: 'host1', generation: 0 },
    ]);
    // MySQL takes an inserted 0 for the next number; this class is number 0.
    expect(
      await database.query("SELECT id FROM resource_classes WHERE name IN ('VCPU', 'MEMORY_MB') ORDER BY id"),
    ).toEqual([{ id: 0 }, { id: 1 }]);
  });

  it('brings all that it needs along where nobody configured it', async () => {
    const api = await placementApi({ args: (folder) => ['--stackport-state_dir', folder.file('state')] });
    const program = await api.start({ OS_STACKPORT__BIND_PORT: '0', OS_STACKPORT__KEYSTONE_PORT: '0' });
    // The identity service listens first.
    await program.logged(/placement-api listening on/);
    const [, port] = /placement-api listening on \S+:(\d+)/.exec(program.stdout) ?? [];
    const client = Client.to(`http://127.0.0.1:${port ?? ''}`);
    expect(await readFile(api.folder.file('state', 'clouds.yaml'), 'utf8')).toContain('auth_url');
    expect(existsSync(api.folder.file('state', 'placement.sqlite'))).toBe(true);
    expect((await client.get('/resource_providers')).status).toBe(401);
    expect((await client.get('/')).json()).toMatchObject({ versions: [{ max_version: '1.39' }] });
  });

  it('says which options of a file it does not honour, and which names it does not know', async () => {
    const api = await placementApi({ conf: '[placement]\nrandomise_allocation_candidates = true\n' });
    const program = await api.start();
    expect(program.stdout).toMatch(/randomise_allocation_candidates.*randomize_allocation_candidates/);
  });

  it('does not start with a configuration that cannot be, and says why', async () => {
    const outcome = async (conf: string): Promise<string> => {
      const program = (await placementApi({ conf })).run();
      expect(await program.exited).toBe(1);
      return program.stderr;
    };
    expect(await outcome('[api]\nauth_strategy = maybe\n')).toContain('auth_strategy');
    expect(await outcome('[placement_database]\nconnection = oracle://somewhere/x\n')).toMatch(/^ERROR: .*oracle/);
  });

  it('prints a sample of its configuration', async () => {
    const program = (await placementApi()).config('sample');
    expect(await program.exited).toBe(0);
    expect(program.stdout).toContain('[placement_database]');
    expect(program.stdout).toContain('#allocation_conflict_retry_count = 10');
  });
});
