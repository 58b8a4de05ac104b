// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { FakeDriver } from '../compute/drivers/fake/fake-driver.js';
import { powerStates } from '../compute/drivers/power-state.js';
import { fakeVariant } from '../compute/drivers/fake/fake-settings.js';
import { TooManyInstances } from '../errors/quotas.js';
import type { InstanceValues } from '../instances/instance.js';
import type { PartName } from '../instances/instance-repository.js';
import { taskStates, vmStates } from '../instances/states.js';
import { objectOf } from '../object-values.js';
import { order, TestCloud } from './test-cloud.js';

let cloud: TestCloud;
afterEach(() => cloud.close());

const server = async (uuid: string, parts: readonly PartName[] = []): Promise<InstanceValues> =>
  (await cloud.cell()).instances.get(uuid, parts, true);

const states = async (uuid: string) => {
  const { vm_state: vm, task_state: task, power_state: power, host } = await server(uuid);
  return { vm, task, power, host };
};

const isActive = (uuid: string) =>
  expect.poll(async () => (await states(uuid).catch(() => undefined))?.vm).toBe(vmStates.active);

async function created(flavor: string, more: Parameters<typeof order>[1] = {}): Promise<string> {
  const { uuids } = await cloud.creation.run(cloud.context, order(flavor, more));
  return uuids[0];
}

describe('a server', () => {
  it('is written, scheduled, built and taken away, and all hear of it', async () => {
    cloud = await TestCloud.open();
    const driver = await cloud.host('a');
    const flavor = await cloud.flavor();
    const uuid = await created(flavor, { name: 'My server', metadata: { a: 'b' }, tags: ['t'] });
    await isActive(uuid);
    expect(await server(uuid, ['metadata', 'tags', 'flavor', 'system_metadata'])).toMatchObject({
      host: 'a',
      node: 'a',
      power_state: 1,
      task_state: null,
      display_name: 'My server',
      hostname: 'my-server',
      availability_zone: 'nova',
      launched_on: 'a',
      root_device_name: '/dev/sda',
      metadata: { a: 'b' },
      tags: { objects: [{ tag: 't' }] },
      flavor: { flavorid: flavor },
      system_metadata: { image_base_image_ref: '5179480b-deab-4c09-8f72-7be3d2ca49f8', boot_roles: 'member,reader' },
    });
    expect(await driver.guests()).toMatchObject([{ uuid, powerState: 1 }]);
    const { api } = cloud.databases;
    expect(await api.client.buildRequest.count()).toBe(0);
    expect(await api.client.requestSpec.count()).toBe(1);
    const cell = await cloud.cell();
    const [action] = await cell.actions.list(uuid);
    expect(action).toMatchObject({ action: 'create', request_id: cloud.context.requestId, message: null });
    await expect
      .poll(async () => (await cell.actions.events(action?.id ?? 0)).map(({ event, result }) => [event, result]))
      .toEqual([['compute__do_build_and_run_instance', 'Success']]);
    const [node] = await cell.nodes.list();
    expect(node).toMatchObject({ vcpus_used: 1, running_vms: 1, memory_mb_used: 512 + 64, local_gb_used: 1 });
    expect(cloud.placement.consumers.get(uuid)).toMatchObject({
      allocations: { [node?.uuid ?? '']: { resources: { VCPU: 1, MEMORY_MB: 64, DISK_GB: 1 } } },
    });

    await cell.instances.save(uuid, { task_state: taskStates.deleting });
    await cell.compute.terminateInstance(cloud.context, objectOf('Instance', await server(uuid)), listless());
    await expect.poll(async () => (await server(uuid)).deleted).toBe(true);
    await expect.poll(async () => cloud.placement.consumers.has(uuid)).toBe(false);
    expect(await driver.guests()).toEqual([]);
    await expect.poll(async () => (await cell.nodes.list())[0]?.vcpus_used).toBe(0);
  });

  it('that finds no host is an error in cell0, with the reason, and can be seen there', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a', { vcpus: 1, memoryMb: 600, localGb: 10 });
    const flavor = await cloud.flavor({ ram: 4096 });
    const uuid = await created(flavor, { tags: ['t'] });
    const cell0 = await cloud.cells.cell0();
    await expect.poll(async () => (await cell0.instances.list({ where: { uuid } })).length).toBe(1);
    await expect
      .poll(async () => (await cell0.instances.get(uuid, ['fault'])).fault?.message)
      .toBe('No valid host was found. ');
    expect(await cell0.instances.get(uuid, ['tags'])).toMatchObject({
      vm_state: 'error',
      task_state: null,
      host: null,
      tags: { objects: [{ tag: 't' }] },
    });
    await expect.poll(async () => cloud.databases.api.client.buildRequest.count()).toBe(0);
    const mapping = await cloud.databases.api.client.instanceMapping.findFirst({ where: { instanceUuid: uuid } });
    expect(mapping?.cellId).toBe(cell0.id);
    const [action] = await cell0.actions.list(uuid);
    expect((await cell0.actions.events(action?.id ?? 0))[0]).toMatchObject({
      event: 'conductor_schedule_and_build_instances',
      result: 'Error',
    });
    expect(cloud.placement.consumers.size).toBe(0);
  });

  it('that fails on one host is built on another one; its volume goes along', async () => {
    cloud = await TestCloud.open();
    const failing = fakeVariant('fake.FakeRescheduleDriver');
    await cloud.host('a', failing);
    await cloud.host('b', failing);
    const volume = cloud.volumes.add();
    const devices = [{ source_type: 'volume', destination_type: 'volume', uuid: volume, boot_index: 0 } as const];
    const uuid = await created(await cloud.flavor(), { imageRef: '', devices, isLegacyDevices: false });
    await isActive(uuid);
    const cell = await cloud.cell();
    const { host, node } = await server(uuid);
    expect(cloud.volumes.statesOf(volume)).toEqual(['attached']);
    const providers = Object.keys(cloud.placement.consumers.get(uuid)?.allocations ?? {});
    expect(providers).toEqual([(await cell.nodes.list({ host: host ?? '', hypervisorHostname: node ?? '' }))[0]?.uuid]);
    const used = (await cell.nodes.list()).map((row) => row.vcpus_used).sort();
    expect(used).toEqual([0, 1]);
  });

  it('that fails everywhere is an error where its owner sees it, and holds nothing', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a', fakeVariant('fake.FakeBuildAbortDriver'));
    const uuid = await created(await cloud.flavor());
    await expect.poll(async () => (await states(uuid).catch(() => undefined))?.vm).toBe(vmStates.error);
    await expect.poll(async () => (await server(uuid, ['fault'])).fault?.message).toMatch('FakeBuildAbortDriver');
    expect(await states(uuid)).toMatchObject({ task: null, host: null });
    await expect.poll(async () => cloud.placement.consumers.size).toBe(0);
  });
});

describe('the power of a server', () => {
  it('goes and comes as it is asked for', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const uuid = await created(await cloud.flavor());
    await isActive(uuid);
    const cell = await cloud.cell();
    const { compute } = cell;
    const wire = async () => objectOf('Instance', await server(uuid));
    const task = (state: (typeof taskStates)[keyof typeof taskStates]) =>
      cell.instances.save(uuid, { task_state: state });
    await task(taskStates.poweringOff);
    await compute.stopInstance(cloud.context, await wire());
    await expect.poll(() => states(uuid)).toMatchObject({ vm: 'stopped', task: null, power: 4 });
    await task(taskStates.poweringOn);
    await compute.startInstance(cloud.context, await wire());
    await expect.poll(() => states(uuid)).toMatchObject({ vm: 'active', task: null, power: 1 });
    await task(taskStates.pausing);
    await compute.pauseInstance(cloud.context, await wire());
    await expect.poll(() => states(uuid)).toMatchObject({ vm: 'paused', power: 3 });
    await task(taskStates.unpausing);
    await compute.unpauseInstance(cloud.context, await wire());
    await expect.poll(() => states(uuid)).toMatchObject({ vm: 'active', power: 1 });
    await task(taskStates.suspending);
    await compute.suspendInstance(cloud.context, await wire());
    await expect.poll(() => states(uuid)).toMatchObject({ vm: 'suspended' });
    await task(taskStates.resuming);
    await compute.resumeInstance(cloud.context, await wire());
    await expect.poll(() => states(uuid)).toMatchObject({ vm: 'active', task: null });
    await task(taskStates.rebootingHard);
    await compute.rebootInstance(cloud.context, await wire(), null, 'HARD');
    await expect.poll(() => states(uuid)).toMatchObject({ vm: 'active', task: null, power: 1 });
    // A message that comes twice finds nothing to do.
    await compute.stopInstance(cloud.context, await wire());
    expect(await compute.getConsoleOutput(cloud.context, await wire(), 1)).toBe('LAST LINE');
    expect(await states(uuid)).toMatchObject({ vm: 'active', task: null });
  });
});

describe('many servers', () => {
  it('at once spread over hosts, and never go over what there is', async () => {
    cloud = await TestCloud.open({ quota: { instances: -1, cores: -1, ram: -1 } });
    for (const name of ['a', 'b']) await cloud.host(name, { vcpus: 1, memoryMb: 10_000, localGb: 1000 });
    // 16 virtual processors for each one: 32 servers at most.
    const flavor = await cloud.flavor({ ram: 1 });
    const asked = await Promise.all(Array.from({ length: 40 }, () => created(flavor)));
    const cell0 = await cloud.cells.cell0();
    const ended = async () => {
      const [here, lost] = await Promise.all([
        (await cloud.cell()).instances.list({ where: { vmState: 'active' } }),
        cell0.instances.list({ where: { vmState: 'error' } }),
      ]);
      return [here.length, lost.length];
    };
    await expect.poll(ended, { timeout: 60_000 }).toEqual([32, 8]);
    const nodes = await (await cloud.cell()).nodes.list();
    expect(nodes.map(({ vcpus_used: used }) => used)).toEqual([16, 16]);
    expect(cloud.placement.consumers.size).toBe(32);
    expect(asked).toHaveLength(40);
  }, 90_000);

  it('of one order are told apart, and no more than the quota allows are made', async () => {
    cloud = await TestCloud.open({ quota: { instances: 3, cores: 20, ram: 51_200 } });
    await cloud.host('a');
    const flavor = await cloud.flavor();
    const { uuids } = await cloud.creation.run(cloud.context, order(flavor, { minCount: 2, maxCount: 5 }));
    expect(uuids).toHaveLength(3);
    for (const uuid of uuids) await isActive(uuid);
    const names = await Promise.all(uuids.map(async (uuid) => (await server(uuid)).display_name));
    expect(names).toEqual(['server-1', 'server-2', 'server-3']);
    await expect(created(flavor)).rejects.toThrow(TooManyInstances);
    await expect(created(flavor)).rejects.toThrow(
      'Quota exceeded for instances: Requested 1, but already used 3 of 3 instances',
    );
  });
});

describe('a compute host that ended in the middle', () => {
  it('brings to an end what it finds', async () => {
    cloud = await TestCloud.open();
    const driver = new FakeDriver({ host: 'a' });
    await cloud.host('a');
    const uuids = await Promise.all([1, 2, 3].map(async () => created(await cloud.flavor())));
    for (const uuid of uuids) await isActive(uuid);
    await cloud.stopCompute('a');
    const [building, deleting, stopping] = uuids as [string, string, string];
    const { instances } = await cloud.cell();
    await instances.save(building, { vm_state: vmStates.building, task_state: taskStates.spawning });
    await instances.save(deleting, { task_state: taskStates.deleting });
    await instances.save(stopping, { task_state: taskStates.poweringOff });
    for (const uuid of uuids) await driver.spawn({ ...GUEST, uuid, name: uuid });
    await cloud.startCompute('a', driver);
    expect(await states(building)).toMatchObject({ vm: 'error', task: null });
    expect(await server(deleting)).toMatchObject({ deleted: true });
    expect(await states(stopping)).toMatchObject({ vm: 'stopped', task: null });
  });

  it('starts the guests that ran again, where the operator wants that', async () => {
    cloud = await TestCloud.open({ DEFAULT: { resume_guests_state_on_host_boot: true } });
    await cloud.host('a');
    const uuids = await Promise.all([1, 2, 3].map(async () => created(await cloud.flavor())));
    for (const uuid of uuids) await isActive(uuid);
    const [running, stopped, broken] = uuids as [string, string, string];
    await cloud.stopCompute('a');
    const { instances } = await cloud.cell();
    await instances.save(stopped, { vm_state: vmStates.stopped, power_state: powerStates.shutdown });
    // As after a restart of the machine: nothing runs.
    const driver = new FakeDriver({ host: 'a' });
    const reboot = driver.reboot.bind(driver);
    driver.reboot = (guest, kind) =>
      guest.uuid === broken ? Promise.reject(new Error('no disks')) : reboot(guest, kind);
    await cloud.startCompute('a', driver);
    expect((await driver.guests()).map(({ uuid }) => uuid)).toEqual([running]);
    expect(await states(running)).toMatchObject({ vm: 'active', task: null });
    expect(await states(broken)).toMatchObject({ vm: 'error', task: null });
    expect(await states(stopped)).toMatchObject({ vm: 'stopped', task: null });
  });
});

const GUEST = {
  hostname: 'h',
  projectId: 'p',
  userId: 'u',
  flavor: { vcpus: 1, memoryMb: 64, rootGb: 1, ephemeralGb: 0, swapMb: 0, extraSpecs: {} },
  image: undefined,
  kernel: undefined,
  ramdisk: undefined,
  imageProperties: {},
  rootDevice: '/dev/sda',
  volumes: [],
  disks: [],
  files: [],
  adminPassword: null,
  configDrive: undefined,
  interfaces: [],
};

function listless() {
  return objectOf('BlockDeviceMappingList', { objects: [] });
}
