// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../test-servers.js';
import { TestMoves } from './test-moves.js';

const moves = new TestMoves();
beforeAll(() => moves.start());
afterAll(() => moves.servers.nova.close());
beforeEach(() => moves.clear());

describe('images of servers', () => {
  it('are made by the host, and found where the Image service is', async () => {
    const uuid = await moves.server({
      system_metadata: { image_os_distro: 'x', image_min_disk: '1', image_img_signature: 's' },
    });
    const answer = await moves.servers.act(uuid, 'createImage', { name: 'snap', metadata: { m: 'v' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      202,
      'http://images.example:9292/images/new-image',
    ]);
    expect(moves.made).toEqual([
      {
        ...{ name: 'snap', visibility: 'private', min_disk: 1 },
        properties: { os_distro: 'x', instance_uuid: uuid, user_id: 'amy', image_type: 'snapshot', m: 'v' },
      },
    ]);
    expect(moves.servers.told()).toEqual(['snapshot_instance anchor']);
    expect((await moves.servers.row(uuid)).task_state).toBe('image_snapshot_pending');
    const newer = await moves.servers.act(await moves.server(), 'createImage', { name: 'snap' }, { version: '2.45' });
    expect(newer.body).toEqual({ image_id: 'new-image' });
  });

  it('are shared with the owner where somebody else makes them', async () => {
    const uuid = await moves.server();
    await moves.servers.act(uuid, 'createImage', { name: 'snap' }, { as: 'admin:other' });
    expect(moves.made).toMatchObject([{ visibility: 'shared', properties: { instance_owner: 'abc' } }]);
  });

  it('name snapshots of the volumes of a server on volumes', async () => {
    const uuid = await moves.onVolume({ vm_state: 'stopped', root_device_name: '/dev/vda' });
    expect((await moves.servers.act(uuid, 'createImage', { name: 'snap' })).status).toBe(202);
    expect(moves.made).toMatchObject([
      {
        properties: {
          root_device_name: '/dev/vda',
          bdm_v2: 'True',
          block_device_mapping: [{ source_type: 'snapshot', destination_type: 'volume', boot_index: 0 }],
        },
      },
    ]);
    expect(moves.servers.told()).toEqual([]);
  });

  it('are backups of a kind, so many of which are kept', async () => {
    const order = { name: 'b', backup_type: 'daily', rotation: '2' };
    const answer = await moves.servers.act(await moves.server(), 'createBackup', order);
    expect([answer.status, answer.headers.get('location')]).toEqual([202, 'http://host.example/v2.1/images/new-image']);
    expect(moves.servers.sent[0]?.message.args).toMatchObject({ backup_type: 'daily', rotation: 2 });
    expect(moves.made).toMatchObject([{ properties: { image_type: 'backup', backup_type: 'daily' } }]);
    const refused = await moves.servers.act(await moves.onVolume(), 'createBackup', order);
    expect([refused.status, messageOf(refused)]).toEqual([400, 'Backup is not supported for volume-backed instances.']);
  });

  it('go again where the server changed meanwhile', async () => {
    const uuid = await moves.server();
    moves.meanwhile = () => moves.servers.instances.save(uuid, { task_state: 'deleting' });
    const answer = await moves.servers.act(uuid, 'createImage', { name: 'snap' });
    expect([answer.status, messageOf(answer)]).toEqual([
      409,
      `Cannot 'createImage' instance ${uuid} while it is in task_state deleting`,
    ]);
    expect(moves.deleted).toEqual(['new-image']);
    expect(moves.servers.told()).toEqual([]);
  });
});
