// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlockDeviceRepository } from '../../../instances/block-device-repository.js';
import type { BlockDeviceMappingValues } from '../../../instances/instance.js';
import { objectOf } from '../../../object-values.js';
import { computeHost } from '../../test-hosts.js';
import { messageOf, TestServers } from '../test-servers.js';

let servers: TestServers;
beforeAll(async () => {
  servers = await TestServers.start();
  await computeHost(servers.nova, 'anchor');
});
afterAll(() => servers.nova.close());

const devices = (): BlockDeviceRepository => new BlockDeviceRepository(servers.database);

/** The block device that the host would have made, for the next call to answer with. */
async function hostReserves(uuid: string, volumeId: string): Promise<BlockDeviceMappingValues> {
  const device = await devices().create({
    ...{ instance_uuid: uuid, volume_id: volumeId, device_name: '/dev/vdb', boot_index: null },
    ...{ source_type: 'volume', destination_type: 'volume' },
  });
  servers.answers.reserve_block_device_name = objectOf('BlockDeviceMapping', device);
  return device;
}

/** A volume that a server has, as the volume service knows it too. */
async function attached(uuid: string, more: object = {}): Promise<BlockDeviceMappingValues> {
  const id = servers.volumes.add();
  const { id: attachmentId } = await servers.volumes.createAttachment(undefined, id, uuid);
  const volume = await servers.volumes.get(undefined, id);
  const attachments = { [uuid]: { attachment_id: attachmentId, mountpoint: '/dev/vdb' } };
  servers.volumes.volumes.set(id, { ...volume, status: 'in-use', attach_status: 'attached', attachments });
  return devices().create({
    ...{ instance_uuid: uuid, volume_id: id, device_name: '/dev/vdb', attachment_id: attachmentId, boot_index: null },
    ...{ source_type: 'volume', destination_type: 'volume', tag: 'data', delete_on_termination: false, ...more },
  });
}

describe('volumes of a server', () => {
  it('are shown as each version does', async () => {
    const uuid = await servers.server();
    const device = await attached(uuid);
    const path = `/servers/${uuid}/os-volume_attachments`;
    const base = { volumeId: device.volume_id, serverId: uuid, device: '/dev/vdb' };
    const at = async (version: string): Promise<unknown> => (await servers.ask('GET', path, { version })).body;
    expect(await at('2.69')).toEqual({ volumeAttachments: [{ id: device.volume_id, ...base }] });
    expect(await at('2.70')).toEqual({ volumeAttachments: [{ id: device.volume_id, ...base, tag: 'data' }] });
    expect(await at('2.79')).toEqual({
      volumeAttachments: [{ id: device.volume_id, ...base, tag: 'data', delete_on_termination: false }],
    });
    const ids = { attachment_id: device.attachment_id, bdm_uuid: device.uuid };
    expect(await at('2.89')).toEqual({
      volumeAttachments: [{ ...base, tag: 'data', delete_on_termination: false, ...ids }],
    });
    const one = await servers.ask('GET', `${path}/${device.volume_id ?? ''}`);
    expect(one.body).toEqual({ volumeAttachment: { id: device.volume_id, ...base } });
    const other = randomUUID();
    const missing = await servers.ask('GET', `${path}/${other}`);
    expect([missing.status, messageOf(missing)]).toEqual([404, `Instance ${uuid} is not attached to volume ${other}`]);
    const shown = await servers.ask('GET', `/servers/${uuid}`, { version: '2.3' });
    expect(shown.body).toMatchObject({
      server: { 'os-extended-volumes:volumes_attached': [{ id: device.volume_id, delete_on_termination: false }] },
    });
  });
});

describe('attaching a volume', () => {
  const attach = (uuid: string, volumeId: string, more: object = {}, version = '2.1') =>
    servers.ask('POST', `/servers/${uuid}/os-volume_attachments`, {
      json: { volumeAttachment: { volumeId, ...more } },
      version,
    });

  it('asks the host for a name, reserves the volume and tells the host', async () => {
    const uuid = await servers.server();
    const volumeId = servers.volumes.add();
    // The server has it not when it is asked; the host writes it while it answers.
    const device = await hostReserves(uuid, volumeId);
    await servers.database.client.blockDeviceMapping.updateMany({ where: { id: device.id }, data: { volumeId: null } });
    const answer = await attach(uuid, volumeId, { device: '/dev/vdc', delete_on_termination: true }, '2.79');
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        volumeAttachment: {
          ...{ id: volumeId, serverId: uuid, volumeId, device: '/dev/vdb', tag: null, delete_on_termination: true },
        },
      },
    ]);
    expect(servers.told()).toEqual(['reserve_block_device_name anchor', 'attach_volume anchor']);
    const [row] = await devices().ofInstances([uuid]);
    expect(servers.volumes.attachments.get(row?.attachment_id ?? '')).toMatchObject({ volumeId, serverUuid: uuid });
    expect(row?.delete_on_termination).toBe(true);
    expect(await servers.actionsOf(uuid)).toEqual(['attach_volume']);
  });

  it('is refused by what is wrong with it', async () => {
    const uuid = await servers.server();
    const taken = await attached(uuid);
    const again = await attach(uuid, taken.volume_id ?? '');
    expect([again.status, messageOf(again)]).toEqual([
      400,
      `Invalid volume: volume ${taken.volume_id ?? ''} is already attached to instances: ${uuid}`,
    ]);
    const unknown = randomUUID();
    const missing = await attach(uuid, unknown);
    expect([missing.status, messageOf(missing)]).toEqual([404, `Volume ${unknown} could not be found.`]);
    const wrong = await attach(uuid, 'x');
    expect([wrong.status, messageOf(wrong)]).toEqual([
      400,
      "Invalid input for field/attribute volumeId. Value: x. 'x' is not a 'uuid'",
    ]);
    const shelved = await servers.server({ vm_state: 'shelved_offloaded', host: null });
    const old = await attach(shelved, servers.volumes.add(), {}, '2.19');
    expect([old.status, messageOf(old)]).toEqual([
      409,
      `Cannot 'attach_volume' instance ${shelved} while it is in vm_state shelved_offloaded`,
    ]);
    expect(servers.told()).toEqual([]);
  });

  it('leaves nothing where the volume cannot be had', async () => {
    const uuid = await servers.server();
    const volumeId = servers.volumes.add({ multiattach: true });
    await hostReserves(uuid, volumeId);
    await servers.database.client.blockDeviceMapping.updateMany({
      where: { instanceUuid: uuid },
      data: { volumeId: null },
    });
    const answer = await attach(uuid, volumeId, {}, '2.59');
    expect([answer.status, messageOf(answer)]).toEqual([
      400,
      'Multiattach volumes are only supported starting with compute API version 2.60.',
    ]);
    expect(await devices().ofInstances([uuid])).toEqual([]);
    servers.sent.splice(0);
  });

  it('is done here for a server without a host', async () => {
    const uuid = await servers.server({ vm_state: 'shelved_offloaded', host: null });
    const volumeId = servers.volumes.add();
    expect((await attach(uuid, volumeId, {}, '2.20')).status).toBe(200);
    expect(servers.volumes.statesOf(volumeId)).toEqual(['attached']);
    expect((await devices().ofInstances([uuid])).length).toBe(1);
    expect(servers.told()).toEqual([]);
  });
});

describe('detaching a volume', () => {
  const detach = (uuid: string, volumeId: string | null, version = '2.20') =>
    servers.ask('DELETE', `/servers/${uuid}/os-volume_attachments/${volumeId ?? ''}`, { version });

  it('is told to the host', async () => {
    const uuid = await servers.server();
    const device = await attached(uuid);
    expect(await detach(uuid, device.volume_id)).toMatchObject({ status: 202, text: '' });
    const [message] = servers.sent;
    expect(message?.message.args).toMatchObject({
      volume_id: device.volume_id,
      attachment_id: device.attachment_id,
    });
    expect(servers.told()).toEqual(['detach_volume anchor']);
    expect(await servers.actionsOf(uuid)).toEqual(['detach_volume']);
  });

  it('is refused of a root device, of what is not there, and where the host is down', async () => {
    const uuid = await servers.server();
    const root = await attached(uuid, { boot_index: 0 });
    const refused = await detach(uuid, root.volume_id);
    expect([refused.status, messageOf(refused)]).toEqual([400, 'Cannot detach a root device volume']);
    const free = servers.volumes.add();
    const none = await detach(uuid, free);
    expect([none.status, messageOf(none)]).toEqual([404, `Instance ${uuid} is not attached to volume ${free}`]);
    const lost = await servers.server({ host: 'nowhere' });
    const device = await attached(lost);
    expect((await detach(lost, device.volume_id)).status).toBe(409);
    expect(servers.told()).toEqual([]);
  });

  it('is done here for a server without a host', async () => {
    const uuid = await servers.server({ vm_state: 'shelved_offloaded', host: null });
    const device = await attached(uuid);
    expect((await detach(uuid, device.volume_id)).status).toBe(202);
    expect(servers.volumes.attachments.has(device.attachment_id ?? '')).toBe(false);
    expect(await devices().ofInstances([uuid])).toEqual([]);
  });
});

describe('changing an attachment', () => {
  const update = (uuid: string, id: string | null, body: object, version: string, as = 'admin:abc') =>
    servers.ask('PUT', `/servers/${uuid}/os-volume_attachments/${id ?? ''}`, {
      json: { volumeAttachment: body },
      ...{ version, as },
    });

  it('puts another volume in its place', async () => {
    const uuid = await servers.server();
    const device = await attached(uuid);
    const next = servers.volumes.add({ size: 2 });
    expect((await update(uuid, device.volume_id, { volumeId: next }, '2.84', 'amy:abc')).status).toBe(403);
    expect((await update(uuid, device.volume_id, { volumeId: next }, '2.84')).status).toBe(202);
    expect(servers.told()).toEqual(['swap_volume anchor']);
    expect(servers.volumes.statesOf(next)).toEqual(['reserved']);
    const small = servers.volumes.add({ size: 0 });
    const refused = await update(uuid, device.volume_id, { volumeId: small }, '2.84');
    expect([refused.status, messageOf(refused)]).toEqual([
      400,
      'Invalid volume: New volume must be the same size or larger.',
    ]);
    expect((await update(uuid, device.volume_id, { volumeId: randomUUID() }, '2.84')).status).toBe(400);
  });

  it('says from 2.85 on what becomes of it with the server', async () => {
    const uuid = await servers.server();
    const device = await attached(uuid);
    const refused = { volumeId: randomUUID(), delete_on_termination: true };
    expect((await update(uuid, device.volume_id, refused, '2.85')).status).toBe(400);
    expect((await devices().ofVolume(device.volume_id ?? '', uuid)).delete_on_termination).toBe(false);
    const body = { volumeId: device.volume_id, delete_on_termination: true };
    expect((await update(uuid, device.volume_id, body, '2.85', 'amy:abc')).status).toBe(202);
    expect((await devices().ofVolume(device.volume_id ?? '', uuid)).delete_on_termination).toBe(true);
    const fixed = await update(uuid, device.volume_id, { ...body, tag: 'other' }, '2.85');
    expect([fixed.status, messageOf(fixed)]).toEqual([400, 'The tag property is not mutable']);
  });
});
