// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { vmStates } from '../instances/states.js';
import { objectOf } from '../object-values.js';
import { order, TestCloud } from './test-cloud.js';

let cloud: TestCloud;
afterEach(() => cloud.close());

const server = async (uuid: string) => (await cloud.cell()).instances.get(uuid, ['fault'], true);
const wire = async (uuid: string) => objectOf('Instance', await server(uuid));

async function onVolume(): Promise<{ readonly uuid: string; readonly volume: string }> {
  const volume = cloud.volumes.add();
  const devices = [{ source_type: 'volume', destination_type: 'volume', uuid: volume, boot_index: 0 } as const];
  const asked = order(await cloud.flavor(), { imageRef: '', devices, isLegacyDevices: false });
  const [uuid] = (await cloud.creation.run(cloud.context, asked)).uuids;
  await expect.poll(async () => (await server(uuid).catch(() => undefined))?.vm_state).toBe('active');
  return { uuid, volume };
}

describe('a host that is told of its servers', () => {
  it('stops and starts them, and sees that a volume grew', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const { uuid, volume } = await onVolume();
    const { compute, devices } = await cloud.cell();
    const tell = async (name: string, tag: string) =>
      compute.externalInstanceEvent(
        cloud.context,
        [await wire(uuid)],
        [objectOf('InstanceExternalEvent', { instance_uuid: uuid, name, status: 'completed', tag })],
      );
    await tell('power-update', 'POWER_OFF');
    await expect.poll(async () => (await server(uuid)).vm_state).toBe(vmStates.stopped);
    await tell('power-update', 'POWER_ON');
    await expect.poll(async () => (await server(uuid)).vm_state).toBe(vmStates.active);
    const { volumes } = cloud.volumes;
    volumes.set(volume, { ...(await cloud.volumes.get(undefined, volume)), size: 7 });
    await tell('volume-extended', volume);
    await expect.poll(async () => (await devices.ofInstances([uuid]))[0]?.volume_size).toBe(7);
    await tell('network-changed', 'port');
    await expect
      .poll(async () => (await (await cloud.cell()).instances.get(uuid, ['info_cache'])).info_cache?.network_info)
      .toBe('[]');
  });
});

describe('a volume', () => {
  it('is put into another one’s place', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const { uuid, volume } = await onVolume();
    const cell = await cloud.cell();
    const other = cloud.volumes.add({ size: 3 });
    const { id } = await cloud.volumes.createAttachment(cloud.context, other, uuid);
    await cell.compute.swapVolume(cloud.context, await wire(uuid), {
      oldVolumeId: volume,
      newVolumeId: other,
      newAttachmentId: id,
    });
    await expect.poll(async () => (await cell.devices.ofInstances([uuid]))[0]?.volume_id).toBe(other);
    expect((await cell.devices.ofInstances([uuid]))[0]).toMatchObject({ attachment_id: id, volume_size: 3 });
    expect(cloud.volumes.statesOf(volume)).toEqual([]);
    expect(cloud.volumes.statesOf(other)).toEqual(['attached']);
  });
});

describe('a snapshot that only a hypervisor could make', () => {
  it('fails where no hypervisor does, and the Block Storage service is told so', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const { uuid, volume } = await onVolume();
    const { compute } = await cloud.cell();
    const values = { name: 'snap', description: null, isForced: true };
    const { id } = await cloud.volumes.createSnapshot(undefined, volume, values);
    const status = () => cloud.volumes.snapshots.get(id)?.status;
    const createInfo = { snapshot_id: id, type: 'qcow2', new_file: 'f' };
    await compute.volumeSnapshotCreate(cloud.context, await wire(uuid), volume, createInfo);
    await expect.poll(status).toBe('error');
    const message = { volumeId: volume, snapshotId: id, deleteInfo: { volume_id: volume } };
    await compute.volumeSnapshotDelete(cloud.context, await wire(uuid), message);
    await expect.poll(status).toBe('error_deleting');
    expect((await server(uuid)).fault ?? null).toBeNull();
  });
});

describe('shared storage', () => {
  it('is nothing that a fake host knows of', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const { uuid } = await onVolume();
    const { compute } = await cloud.cell();
    const question = { instance: await wire(uuid), host: 'a' };
    await expect(
      compute.checkInstanceSharedStorage(cloud.context, { filename: '/var/lib/nova/instances/tmp' }, question),
    ).rejects.toMatchObject({ excType: 'NotImplementedError' });
  });
});

describe('a port', () => {
  it('is refused where there is no network service, and the owner sees why', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const { uuid } = await onVolume();
    const { compute } = await cloud.cell();
    const ask = { networkId: null, portId: 'p', requestedIp: null };
    await expect(compute.attachInterface(cloud.context, await wire(uuid), ask)).rejects.toThrow('NoNetworkService');
    expect((await server(uuid)).fault?.message).toMatch('Port p');
    await compute.detachInterface(cloud.context, await wire(uuid), 'q');
    await expect.poll(async () => (await server(uuid)).fault?.message).toMatch('Port q is not attached');
  });
});
