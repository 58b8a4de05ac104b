// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MigrationRepository } from '../../../migrations/migration-repository.js';
import { messageOf } from '../test-servers.js';
import { TestMoves } from './test-moves.js';

const moves = new TestMoves();
beforeAll(() => moves.start());
afterAll(() => moves.servers.nova.close());
beforeEach(() => moves.clear());

const admin = { as: 'admin:abc' };

describe('migrating', () => {
  it('is an administrator’s, to a host that may be named from 2.56 on', async () => {
    const uuid = await moves.server();
    expect((await moves.servers.act(uuid, 'migrate')).status).toBe(403);
    expect((await moves.servers.act(uuid, 'migrate', { host: 'next' }, { ...admin, version: '2.56' })).status).toBe(
      202,
    );
    const { requested_destination: destination } = moves.sentObject('request_spec');
    expect(destination).toMatchObject({ 'nova_object.data': { host: 'next', node: 'next' } });
    expect(moves.servers.told()).toEqual(['migrate_server']);
    expect(await moves.servers.actionsOf(uuid)).toEqual(['migrate']);
    const sent = await moves.servers.act(
      await moves.server(),
      'migrate',
      { host: 'next' },
      { ...admin, version: '2.55' },
    );
    expect(sent.status).toBe(202);
    expect(JSON.stringify(moves.sentObject('request_spec').requested_destination)).not.toContain('next');
    moves.servers.told();
    const same = await moves.servers.act(
      await moves.server(),
      'migrate',
      { host: 'anchor' },
      { ...admin, version: '2.56' },
    );
    expect([same.status, messageOf(same)]).toEqual([400, 'Cannot migrate to the host where the server exists.']);
    const unknown = await moves.servers.act(
      await moves.server(),
      'migrate',
      { host: 'x' },
      { ...admin, version: '2.56' },
    );
    expect([unknown.status, messageOf(unknown)]).toEqual([400, 'Compute host x could not be found.']);
  });

  it('live is waited for until 2.33, and looked at by the scheduler where a host is named', async () => {
    const body = { host: null, block_migration: 'auto' };
    const first = await moves.server();
    expect((await moves.servers.act(first, 'os-migrateLive', body, { ...admin, version: '2.25' })).status).toBe(202);
    expect(moves.servers.sent[0]?.options).not.toBeNull();
    expect(moves.servers.told()).toEqual(['migrate_server']);
    const second = await moves.server();
    const named = { host: 'next', block_migration: false };
    expect((await moves.servers.act(second, 'os-migrateLive', named, { ...admin, version: '2.34' })).status).toBe(202);
    expect(moves.servers.sent[0]?.message.args).toMatchObject({
      scheduler_hint: { host: null },
      block_migration: false,
    });
    expect(moves.sentObject('request_spec').requested_destination).toMatchObject({
      'nova_object.data': { host: 'next' },
    });
    expect(moves.servers.told()).toEqual(['live_migrate_instance']);
    expect((await moves.servers.row(second)).task_state).toBe('migrating');
    const forced = { ...body, force: true };
    const refused = await moves.servers.act(await moves.server(), 'os-migrateLive', forced, {
      ...admin,
      version: '2.30',
    });
    expect([refused.status, messageOf(refused)]).toEqual([400, "Can't force to a non-provided destination"]);
  });

  it('live is shown while it is under way, hurried and ended', async () => {
    const uuid = await moves.server({ task_state: 'migrating' });
    const migrations = new MigrationRepository(moves.servers.database);
    const way = { source_compute: 'anchor', dest_compute: 'next', migration_type: 'live-migration' } as const;
    const { id } = await migrations.create({ instance_uuid: uuid, status: 'running', memory_total: 5, ...way });
    const path = `/servers/${uuid}/migrations`;
    const list = await moves.servers.ask('GET', path, { ...admin, version: '2.23' });
    expect(list.body).toMatchObject({ migrations: [{ id, server_uuid: uuid, memory_total_bytes: 5 }] });
    expect((await moves.servers.ask('GET', `${path}/${id}`, { ...admin, version: '2.80' })).body).toMatchObject({
      migration: { id, status: 'running', project_id: null },
    });
    const force = { json: { force_complete: null }, ...admin, version: '2.22' };
    expect((await moves.servers.ask('POST', `${path}/${id}/action`, force)).status).toBe(202);
    expect((await moves.servers.ask('DELETE', `${path}/${id}`, { ...admin, version: '2.24' })).status).toBe(202);
    expect(moves.servers.told()).toEqual(['live_migration_force_complete anchor', 'live_migration_abort anchor']);
    await migrations.save(id, { status: 'queued' });
    const early = await moves.servers.ask('DELETE', `${path}/${id}`, { ...admin, version: '2.64' });
    expect([early.status, messageOf(early)]).toEqual([
      400,
      `Migration ${id} state of instance ${uuid} is queued. Cannot abort live migration while the migration is in this state.`,
    ]);
    expect((await moves.servers.ask('DELETE', `${path}/${id}`, { ...admin, version: '2.65' })).status).toBe(202);
    const missing = await moves.servers.ask('GET', `${path}/99999`, { ...admin, version: '2.23' });
    expect([missing.status, messageOf(missing)]).toEqual([404, `Migration 99999 not found for instance ${uuid}`]);
  });
});

describe('evacuating', () => {
  it('is given to the conductor where the host is down', async () => {
    const uuid = await moves.server({ host: 'wreck', node: 'wreck' });
    const answer = await moves.servers.act(uuid, 'evacuate', { host: 'next' }, { ...admin, version: '2.29' });
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(moves.servers.sent[0]?.message.args).toMatchObject({ recreate: true, host: null, on_shared_storage: null });
    expect(moves.servers.told()).toEqual(['rebuild_instance']);
    expect(await moves.servers.database.client.migration.findFirst({ where: { instanceUuid: uuid } })).toMatchObject({
      ...{ migrationType: 'evacuation', status: 'accepted', sourceCompute: 'wreck', destCompute: 'next' },
    });
    const old = await moves.servers.act(
      await moves.server({ host: 'wreck' }),
      'evacuate',
      { onSharedStorage: false },
      admin,
    );
    expect(old.body).toEqual({ adminPass: expect.stringMatching(/^\w{12}$/) as string });
  });

  it.each([
    [{ host: 'x' }, 404, 'Compute host x not found.'],
    [{ host: 'anchor' }, 400, "The target host can't be the same one."],
    [{}, 400, 'Compute service of anchor is still in use.'],
  ])('with %j is refused with %i', async (body, status, message) => {
    const answer = await moves.servers.act(await moves.server(), 'evacuate', body, { ...admin, version: '2.14' });
    expect([answer.status, messageOf(answer)]).toEqual([status, message]);
  });
});
