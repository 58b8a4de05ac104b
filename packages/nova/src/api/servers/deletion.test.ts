// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { now } from '@stackport/database';
import { BlockDeviceRepository } from '../../instances/block-device-repository.js';
import { computeHost } from '../test-hosts.js';
import { messageOf, TestServers } from './test-servers.js';

let servers: TestServers;
beforeAll(async () => {
  servers = await TestServers.start();
  await computeHost(servers.nova, 'anchor');
  await computeHost(servers.nova, 'wreck');
  await servers.database.client.service.updateMany({ where: { host: 'wreck' }, data: { forcedDown: true } });
});
afterAll(() => servers.nova.close());
beforeEach(() => {
  servers.sent.splice(0);
  servers.released.splice(0);
});

/** A volume that a server has. */
async function volumeOf(uuid: string, goes: boolean): Promise<{ readonly id: string; readonly attachment: string }> {
  const id = servers.volumes.add();
  const attachment = await servers.volumes.createAttachment(undefined, id, uuid);
  await new BlockDeviceRepository(servers.database).create({
    ...{ instance_uuid: uuid, volume_id: id, attachment_id: attachment.id, delete_on_termination: goes },
    ...{ source_type: 'volume', destination_type: 'volume', boot_index: 0 },
  });
  return { id, attachment: attachment.id };
}

describe('deleting a server', () => {
  it('is told to its host, which is what ends it', async () => {
    const uuid = await servers.server();
    expect(await servers.ask('DELETE', `/servers/${uuid}`)).toMatchObject({ status: 204, text: '' });
    expect(servers.told()).toEqual(['terminate_instance anchor']);
    expect(await servers.row(uuid)).toMatchObject({ task_state: 'deleting', deleted: false });
    expect((await servers.mappings.find(uuid))?.queuedForDelete).toBe(true);
    expect(await servers.actionsOf(uuid)).toEqual(['delete']);
  });

  it('is told once', async () => {
    const uuid = await servers.server({ task_state: 'deleting' });
    expect((await servers.ask('DELETE', `/servers/${uuid}`)).status).toBe(204);
    expect(servers.told()).toEqual([]);
  });

  it('is refused where the server is locked, and of other projects', async () => {
    const uuid = await servers.server({ locked: true, locked_by: 'admin' });
    const locked = await servers.ask('DELETE', `/servers/${uuid}`);
    expect([locked.status, messageOf(locked)]).toEqual([409, `Instance ${uuid} is locked`]);
    const foreign = await servers.ask('DELETE', `/servers/${uuid}`, { as: 'bob:other' });
    expect([foreign.status, messageOf(foreign)]).toEqual([404, `Instance ${uuid} could not be found.`]);
    expect((await servers.ask('DELETE', '/servers/not-a-uuid')).status).toBe(404);
  });

  it('is done here where the host is down: volumes are given back, allocations removed', async () => {
    const uuid = await servers.server({ host: 'wreck', node: 'wreck' });
    const [kept, lost] = [await volumeOf(uuid, false), await volumeOf(uuid, true)];
    expect((await servers.ask('DELETE', `/servers/${uuid}`)).status).toBe(204);
    expect(servers.told()).toEqual([]);
    expect(await servers.row(uuid)).toMatchObject({ deleted: true, vm_state: 'deleted', task_state: null });
    expect(servers.volumes.attachments.has(kept.attachment)).toBe(false);
    expect([servers.volumes.volumes.has(kept.id), servers.volumes.volumes.has(lost.id)]).toEqual([true, false]);
    expect(servers.released).toEqual([uuid]);
    expect((await servers.mappings.find(uuid))?.queuedForDelete).toBe(true);
    expect((await servers.ask('GET', `/servers/${uuid}`)).status).toBe(404);
  });

  it('is done here of one that found no host', async () => {
    const uuid = await servers.server({ host: null, node: null, vm_state: 'error', launched_at: null });
    expect((await servers.ask('DELETE', `/servers/${uuid}`)).status).toBe(204);
    expect((await servers.row(uuid)).deleted).toBe(true);
    expect(servers.released).toEqual([uuid]);
  });

  it('takes away the build request of one without a cell, so that nobody builds it', async () => {
    const volume = servers.volumes.add();
    const { id: attachment } = await servers.volumes.createAttachment(undefined, volume, 'x');
    const kind = { source_type: 'volume', destination_type: 'volume' } as const;
    const device = { ...kind, instance_uuid: 'x', volume_id: volume, attachment_id: attachment };
    const uuid = await servers.waiting({}, { blockDevices: [{ ...device, delete_on_termination: true }] });
    expect((await servers.ask('DELETE', `/servers/${uuid}`)).status).toBe(204);
    expect(await servers.nova.databases.api.client.buildRequest.count({ where: { instanceUuid: uuid } })).toBe(0);
    expect([servers.volumes.attachments.has(attachment), servers.volumes.volumes.has(volume)]).toEqual([false, false]);
    expect((await servers.mappings.find(uuid))?.queuedForDelete).toBe(true);
    expect((await servers.ask('GET', `/servers/${uuid}`)).status).toBe(404);
  });

  it('is done here of one that has its cell and no host yet', async () => {
    const uuid = await servers.server({ host: null, node: null, vm_state: 'building', launched_at: null });
    expect((await servers.ask('DELETE', `/servers/${uuid}`)).status).toBe(204);
    expect((await servers.row(uuid)).deleted).toBe(true);
  });

  it('ends a resize that nobody confirmed first', async () => {
    const uuid = await servers.server({ vm_state: 'resized' });
    await servers.database.client.migration.create({
      data: { instanceUuid: uuid, status: 'finished', sourceCompute: 'former', destCompute: 'anchor' },
    });
    expect((await servers.ask('DELETE', `/servers/${uuid}`)).status).toBe(204);
    expect(servers.told()).toEqual(['confirm_resize former', 'terminate_instance anchor']);
    expect(await servers.actionsOf(uuid)).toEqual(['delete', 'confirmResize']);
  });

  it('by force goes the same way', async () => {
    const uuid = await servers.server({ task_state: 'suspending' });
    expect((await servers.act(uuid, 'forceDelete')).status).toBe(202);
    expect(servers.told()).toEqual(['terminate_instance anchor']);
  });
});

describe('with reclaim_instance_interval', () => {
  let soft: TestServers;
  beforeAll(async () => {
    soft = await TestServers.start({ DEFAULT: { reclaim_instance_interval: '3600' } });
    await computeHost(soft.nova, 'anchor');
  });
  afterAll(() => soft.nova.close());

  it('a deleted server is only marked', async () => {
    const uuid = await soft.server();
    expect((await soft.ask('DELETE', `/servers/${uuid}`)).status).toBe(204);
    expect(soft.told()).toEqual(['soft_delete_instance anchor']);
    expect(await soft.row(uuid)).toMatchObject({ task_state: 'soft-deleting', deleted: false });
  });

  it('one that never ran is gone at once', async () => {
    const uuid = await soft.server({ launched_at: null });
    expect((await soft.ask('DELETE', `/servers/${uuid}`)).status).toBe(204);
    expect(soft.told()).toEqual(['terminate_instance anchor']);
  });

  it('a marked one comes back by its host', async () => {
    const uuid = await soft.server({ vm_state: 'soft-delete', deleted_at: now() });
    expect((await soft.act(uuid, 'restore')).status).toBe(202);
    expect(soft.told()).toEqual(['restore_instance anchor']);
    expect(await soft.row(uuid)).toMatchObject({ task_state: 'restoring', deleted_at: null });
    expect((await soft.mappings.find(uuid))?.queuedForDelete).toBe(false);
    expect(await soft.actionsOf(uuid)).toEqual(['restore']);
  });

  it('a marked one without a host comes back here', async () => {
    const uuid = await soft.server({ vm_state: 'soft-delete', host: null });
    expect((await soft.act(uuid, 'restore')).status).toBe(202);
    expect(await soft.row(uuid)).toMatchObject({ vm_state: 'active', task_state: null });
  });

  it('one that is not marked is not restored, nor one beyond the quota', async () => {
    const running = await soft.server();
    const refused = await soft.act(running, 'restore');
    expect([refused.status, messageOf(refused)]).toEqual([
      409,
      `Cannot 'restore' instance ${running} while it is in vm_state active`,
    ]);
    const big = {
      vcpus: 1000,
      memory_mb: 1,
      id: 9,
      name: 'big',
      flavorid: 'big',
      root_gb: 1,
      ephemeral_gb: 0,
      swap: 0,
    };
    const uuid = await soft.server({ vm_state: 'soft-delete', flavor: big });
    const over = await soft.act(uuid, 'restore');
    expect(over.status).toBe(403);
    expect(messageOf(over)).toContain('Quota exceeded for cores');
  });
});
