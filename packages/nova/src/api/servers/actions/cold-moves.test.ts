// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RequestSpecRepository } from '../../../instances/request-spec-repository.js';
import { MigrationRepository } from '../../../migrations/migration-repository.js';
import { FLAVOR, messageOf } from '../test-servers.js';
import { TestMoves } from './test-moves.js';

const moves = new TestMoves();
beforeAll(() => moves.start());
afterAll(() => moves.servers.nova.close());
beforeEach(() => moves.clear());

describe('resizing', () => {
  it('is given to the conductor, with what the server was made with', async () => {
    const uuid = await moves.server();
    expect((await moves.servers.act(uuid, 'resize', { flavorRef: 'larger', 'OS-DCF:diskConfig': 'AUTO' })).status).toBe(
      202,
    );
    expect(moves.sentObject('flavor')).toMatchObject({ flavorid: 'larger' });
    expect(moves.sentObject('request_spec')).toMatchObject({ ignore_hosts: ['anchor'] });
    expect(moves.servers.sent[0]?.options).toBeNull();
    expect(moves.servers.told()).toEqual(['migrate_server']);
    expect(await moves.servers.row(uuid)).toMatchObject({ task_state: 'resize_prep', auto_disk_config: true });
    expect(await moves.servers.actionsOf(uuid)).toEqual(['resize']);
  });

  it.each([
    ['nosuch', 400, 'Flavor nosuch could not be found.'],
    [FLAVOR.flavorid, 400, 'When resizing, instances must change flavor!'],
    ['diskless', 400, 'Server disk was unable to be resized because: Resize to zero disk flavor is not allowed.'],
  ])('to %s is refused with %i', async (flavorRef, status, message) => {
    const uuid = await moves.server();
    const answer = await moves.servers.act(uuid, 'resize', { flavorRef });
    expect([answer.status, messageOf(answer)]).toEqual([status, message]);
    expect(moves.servers.told()).toEqual([]);
    expect((await moves.servers.row(uuid)).task_state).toBeNull();
  });

  it('is refused beyond the quota, and where the host is not heard of', async () => {
    const answer = await moves.servers.act(await moves.server(), 'resize', { flavorRef: 'huge' });
    expect(answer.status).toBe(403);
    expect(messageOf(answer)).toContain('Quota exceeded for ram: Requested 999871');
    const lost = await moves.servers.act(await moves.server({ host: 'wreck' }), 'resize', { flavorRef: 'larger' });
    expect([lost.status, messageOf(lost)]).toEqual([409, 'Service is unavailable at this time.']);
  });

  it('is confirmed at the former host', async () => {
    const uuid = await moves.server({ vm_state: 'resized' });
    const none = await moves.servers.act(uuid, 'confirmResize');
    expect([none.status, messageOf(none)]).toEqual([400, 'Instance has not been resized.']);
    const migrations = new MigrationRepository(moves.servers.database);
    const way = { source_compute: 'next', dest_compute: 'anchor', migration_type: 'resize' } as const;
    const { id } = await migrations.create({ instance_uuid: uuid, status: 'finished', ...way });
    expect((await moves.servers.act(uuid, 'confirmResize')).status).toBe(204);
    expect(moves.servers.told()).toEqual(['confirm_resize next']);
    expect((await migrations.get({ id }, '')).status).toBe('confirming');
    expect(await moves.servers.actionsOf(uuid)).toEqual(['confirmResize']);
  });

  it('is reverted at the new host', async () => {
    const uuid = await moves.server({ vm_state: 'resized', old_flavor: { ...FLAVOR, id: 5 } });
    const migrations = new MigrationRepository(moves.servers.database);
    const way = { source_compute: 'next', dest_compute: 'anchor', migration_type: 'resize' } as const;
    const { id } = await migrations.create({ instance_uuid: uuid, status: 'finished', ...way });
    expect((await moves.servers.act(uuid, 'revertResize')).status).toBe(202);
    expect(moves.servers.told()).toEqual(['revert_resize anchor']);
    expect((await migrations.get({ id }, '')).status).toBe('reverting');
    expect((await moves.servers.row(uuid)).task_state).toBe('resize_reverting');
    const spec = await new RequestSpecRepository(moves.servers.nova.databases.api).get(uuid);
    expect(spec.flavor).toMatchObject({ id: 5 });
    const active = await moves.server();
    const refused = await moves.servers.act(active, 'revertResize');
    expect([refused.status, messageOf(refused)]).toEqual([
      409,
      `Cannot 'revertResize' instance ${active} while it is in vm_state active`,
    ]);
  });
});
