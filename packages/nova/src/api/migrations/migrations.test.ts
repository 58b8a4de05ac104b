// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellDatabase } from '../test-hosts.js';
import { type TestNova, testNova } from '../test-nova-api.js';

let nova: TestNova;
const uuids = [randomUUID(), randomUUID(), randomUUID()] as const;
beforeAll(async () => {
  nova = await testNova();
  const { migration } = (await cellDatabase(nova)).client;
  const common = { sourceCompute: 'one', destCompute: 'two', instanceUuid: 'i', userId: 'amy', projectId: 'abc' };
  const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));
  const [first, second, third] = uuids;
  await migration.create({
    data: { ...common, uuid: first, status: 'confirmed', migrationType: 'resize', createdAt: at(1), updatedAt: at(9) },
  });
  await migration.create({
    data: { ...common, uuid: second, status: 'running', migrationType: 'live_migration', createdAt: at(2) },
  });
  await migration.create({
    data: {
      ...common,
      uuid: third,
      status: 'error',
      migrationType: 'migration',
      createdAt: at(3),
      destCompute: 'three',
      userId: 'bob',
    },
  });
  await migration.create({
    data: {
      ...common,
      uuid: randomUUID(),
      status: 'error',
      migrationType: 'migration',
      createdAt: at(4),
      hidden: true,
    },
  });
});
afterAll(() => nova.close());

type View = Record<string, unknown>;

async function list(query = '', version = '2.1'): Promise<View[]> {
  const { body } = await nova.ask('GET', `/v2.1/os-migrations${query}`, { version });
  return (body as { migrations: View[] }).migrations;
}

const ids = async (query: string, version: string): Promise<unknown[]> =>
  (await list(query, version)).map(({ uuid }) => uuid);

describe('migrations', () => {
  it('tell what their microversion says, and nothing of hidden ones', async () => {
    const [first] = await list();
    expect(Object.keys(first ?? {})).toEqual([
      ...['id', 'source_compute', 'dest_compute', 'source_node', 'dest_node', 'dest_host', 'old_instance_type_id'],
      ...['new_instance_type_id', 'instance_uuid', 'status', 'created_at', 'updated_at'],
    ]);
    expect(await list()).toHaveLength(3);
    const [, live] = await list('', '2.23');
    expect(live).toMatchObject({
      migration_type: 'live-migration',
      links: [{ rel: 'self', href: 'http://host.example/v2.1/servers/i/migrations/2' }, { rel: 'bookmark' }],
    });
    expect((await list('', '2.58'))[0]).not.toHaveProperty('uuid');
    expect((await list('', '2.79'))[0]).not.toHaveProperty('user_id');
    expect((await list('', '2.80'))[0]).toMatchObject({ user_id: 'bob', project_id: 'abc' });
  });

  it('are filtered', async () => {
    const [first, second, third] = uuids;
    const states = async (query: string): Promise<unknown[]> => (await list(query)).map(({ status }) => status);
    expect(await states('?status=running')).toEqual(['running']);
    expect(await states('?host=three')).toEqual(['error']);
    expect(await states('?source_compute=two')).toEqual([]);
    expect(await states('?migration_type=resize')).toEqual(['confirmed']);
    expect(await states('?migration_type=nonsense')).toEqual([]);
    expect(await ids('?user_id=bob', '2.80')).toEqual([third]);
    expect(await ids('?changes-since=2026-01-01T00:03:00', '2.59')).toEqual([third, first]);
    expect(await ids('?changes-since=2026-01-01T00:03:00&changes-before=2026-01-01T00:05:00Z', '2.66')).toEqual([
      third,
    ]);
    expect(await ids('?changes-before=2026-01-01T00:02:30', '2.66')).toEqual([second]);
    const wrong = '/v2.1/os-migrations?changes-since=2026-02-01T00:00:00&changes-before=2026-01-01T00:00:00';
    expect((await nova.ask('GET', wrong, { version: '2.66' })).body).toMatchObject({
      badRequest: { message: 'The value of changes-since must be less than or equal to changes-before.' },
    });
  });

  it('have pages since 2.59, newest first', async () => {
    const [first, second, third] = uuids;
    expect(await ids('', '2.59')).toEqual([third, second, first]);
    expect(await ids(`?marker=${third}`, '2.59')).toEqual([second, first]);
    const { body } = await nova.ask('GET', `/v2.1/os-migrations?limit=1&marker=${third}`, { version: '2.59' });
    expect(body).toMatchObject({
      migrations_links: [{ href: `http://host.example/v2.1/os-migrations?limit=1&marker=${second}` }],
    });
    const missing = await nova.ask('GET', '/v2.1/os-migrations?marker=x', { version: '2.59' });
    expect(missing.body).toEqual({ badRequest: { code: 400, message: 'Marker x could not be found.' } });
  });
});
