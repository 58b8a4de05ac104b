// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlockDeviceRepository } from '../../../instances/block-device-repository.js';
import { messageOf, TestServers } from '../../servers/test-servers.js';

const PATH = '/os-assisted-volume-snapshots';
const admin = { as: 'admin:cinder' };
const createInfo = { snapshot_id: 's', type: 'qcow2', new_file: 'volume-v.s', id: 'i' };

let servers: TestServers;
beforeEach(async () => {
  servers = await TestServers.start();
});
afterEach(() => servers.nova.close());

/** A server that has the volume `v`. */
async function serverWithVolume(changes: Parameters<TestServers['server']>[0] = {}): Promise<string> {
  const uuid = await servers.server(changes);
  await new BlockDeviceRepository(servers.database).create({
    ...{ instance_uuid: uuid, volume_id: 'v', source_type: 'volume', destination_type: 'volume' },
  });
  return uuid;
}

const create = (json: object = {}, options: object = admin) =>
  servers.ask('POST', PATH, { json: { snapshot: { volume_id: 'v', create_info: createInfo, ...json } }, ...options });
const remove = (info: object | string, options: object = admin) =>
  servers.ask(
    'DELETE',
    `${PATH}/s?delete_info=${encodeURIComponent(typeof info === 'string' ? info : JSON.stringify(info))}`,
    options,
  );

describe('snapshots that the Block Storage service has the hypervisor make', () => {
  it('are made by the host of the server that has the volume', async () => {
    const uuid = await serverWithVolume({ locked: true });
    const answer = await create();
    expect([answer.status, answer.body]).toEqual([200, { snapshot: { id: 'i', volumeId: 'v' } }]);
    const [{ message, server } = { message: {}, server: undefined }] = servers.sent.splice(0);
    expect(server).toBe('anchor');
    expect(message).toMatchObject({
      method: 'volume_snapshot_create',
      args: { volume_id: 'v', create_info: createInfo, instance: { 'nova_object.data': { uuid } } },
    });
    const nameless = { ...createInfo, id: undefined };
    expect((await create({ create_info: nameless })).body).toEqual({ snapshot: { id: null, volumeId: 'v' } });
  });

  it('are deleted by it', async () => {
    await serverWithVolume({ vm_state: 'stopped' });
    expect((await remove({ volume_id: 'v', file_to_merge: null })).status).toBe(204);
    expect(servers.sent.splice(0)[0]?.message).toMatchObject({
      method: 'volume_snapshot_delete',
      args: { volume_id: 'v', snapshot_id: 's', delete_info: { volume_id: 'v', file_to_merge: null } },
    });
    const merge = await remove({ volume_id: 'v', merge_target_file: 'volume-v.r' });
    expect([merge.status, messageOf(merge)]).toEqual([400, expect.stringContaining('in vm_state stopped')]);
    expect(servers.told()).toEqual([]);
  });

  it('are neither while that cannot be', async () => {
    const refused = async () => {
      const [made, deleted] = [await create(), await remove({ volume_id: 'v' })];
      expect([made.status, deleted.status]).toEqual([400, 400]);
      expect(messageOf(made)).toBe(String(messageOf(deleted)).replace('delete', 'create'));
      return messageOf(made);
    };
    expect(await refused()).toBe('No volume Block Device Mapping with id v.');
    const uuid = await serverWithVolume({ task_state: 'rebooting' });
    expect(await refused()).toBe(
      `Instance ${uuid} in task_state rebooting. Cannot volume_snapshot_create while the instance is in this state.`,
    );
    await servers.instances.save(uuid, { task_state: null, host: null });
    expect(await refused()).toBe(`Instance ${uuid} is not ready`);
    await serverWithVolume();
    expect(await refused()).toBe(
      'Block Device Mapping v is a multi-attach volume and is not valid for this operation.',
    );
    expect(servers.told()).toEqual([]);
  });

  it('are not asked for in other words', async () => {
    await serverWithVolume();
    for (const wrong of [{ volume_id: '' }, { other: 1 }, { create_info: { ...createInfo, type: 'raw' } }])
      expect((await create(wrong)).status).toBe(400);
    const wanting = await servers.ask('DELETE', `${PATH}/s`, admin);
    expect([wanting.status, messageOf(wanting)]).toEqual([400, "'delete_info'"]);
    const nameless = await remove({});
    expect([nameless.status, messageOf(nameless)]).toEqual([400, "'volume_id'"]);
    for (const text of ['{', 'null', '1']) expect((await remove(text)).status).toBe(400);
    const other = `${PATH}/s?other=1&delete_info=${encodeURIComponent('{"volume_id":"v"}')}`;
    expect((await servers.ask('DELETE', other, { ...admin, version: '2.75' })).status).toBe(400);
    expect(servers.told()).toEqual([]);
    expect((await servers.ask('DELETE', other, { ...admin, version: '2.74' })).status).toBe(204);
  });

  it('are for administrators', async () => {
    await serverWithVolume();
    expect((await create({}, {})).status).toBe(403);
    expect((await remove({ volume_id: 'v' }, {})).status).toBe(403);
    expect(servers.told()).toEqual([]);
  });
});
