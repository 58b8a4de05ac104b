// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import type { InstanceValues } from '../instances/instance.js';
import type { PartName } from '../instances/instance-repository.js';
import { taskStates, vmStates, type TaskState } from '../instances/states.js';
import { RequestSpecRepository } from '../instances/request-spec-repository.js';
import { decode, type NovaObject } from '../objects/nova-object.js';
import { objectOf } from '../object-values.js';
import { createClients } from '../rpc/create-clients.js';
import { FlavorRepository } from '../flavors/flavor-repository.js';
import { flavorValues } from '../servers/create/server-values.js';
import { IMAGE, order, TestCloud } from './test-cloud.js';

let cloud: TestCloud;
afterEach(() => cloud.close());

const server = async (uuid: string, parts: readonly PartName[] = []): Promise<InstanceValues> =>
  (await cloud.cell()).instances.get(uuid, parts, true);
const wire = async (uuid: string): Promise<NovaObject> =>
  objectOf('Instance', await server(uuid, ['flavor', 'system_metadata']));
const state = async (uuid: string) => {
  const { vm_state: vm, task_state: task } = await server(uuid);
  return { vm, task };
};
const becomes = (uuid: string, vm: string, task: string | null = null) =>
  expect.poll(() => state(uuid)).toEqual({ vm, task });

async function active(flavor: string, more: Parameters<typeof order>[1] = {}): Promise<string> {
  const [uuid] = (await cloud.creation.run(cloud.context, order(flavor, more))).uuids;
  await expect.poll(async () => (await state(uuid).catch(() => undefined))?.vm).toBe('active');
  return uuid;
}

/** What the API does before it asks: the action and the task. */
async function begin(uuid: string, action: string, task: TaskState): Promise<void> {
  const cell = await cloud.cell();
  await cell.actions.start(cloud.context, uuid, action);
  await cell.instances.save(uuid, { task_state: task });
}

const tasks = () =>
  createClients({ transport: cloud.transport, timeouts: { responseTimeout: 60, longTimeout: 60 } }).computeTask;
const spec = async (uuid: string) =>
  objectOf('RequestSpec', await new RequestSpecRepository(cloud.databases.api).get(uuid));
const flavorObject = async (flavorid: string) => {
  const found = await new FlavorRepository(cloud.databases.api).find(flavorid, 'administrator');
  return objectOf('Flavor', flavorValues(found as NonNullable<typeof found>));
};
const allocated = (consumer: string) =>
  Object.values(cloud.placement.consumers.get(consumer)?.allocations ?? {}).map(({ resources }) => resources);

async function resize(uuid: string, to: string): Promise<void> {
  await begin(uuid, 'resize', taskStates.resizePrep);
  await tasks().migrateServer(
    cloud.context,
    {
      instance: await wire(uuid),
      schedulerHint: { filter_properties: {} },
      live: false,
      rebuild: false,
      flavor: await flavorObject(to),
      blockMigration: null,
      diskOverCommit: null,
      requestSpec: await spec(uuid),
    },
    { wait: false },
  );
  await becomes(uuid, vmStates.resized);
}

describe('a resize', () => {
  it('takes a server with its volume to another host, and is confirmed', async () => {
    cloud = await TestCloud.open();
    const drivers = [await cloud.host('a'), await cloud.host('b')];
    const uuid = await active(await cloud.flavor());
    const { host: source } = await server(uuid);
    await resize(uuid, await cloud.flavor({ vcpus: 2, ram: 128 }));
    const moved = await server(uuid, ['flavor', 'old_flavor']);
    expect(moved).toMatchObject({ vcpus: 2, memory_mb: 128, flavor: { vcpus: 2 }, old_flavor: { vcpus: 1 } });
    expect(moved.host).not.toBe(source);
    const cell = await cloud.cell();
    const [migration] = await cell.migrations.list({});
    expect(migration).toMatchObject({ status: 'finished', migration_type: 'resize', dest_compute: moved.host });
    // Both hosts hold the room until the owner has decided.
    expect(allocated(uuid)).toEqual([{ VCPU: 2, MEMORY_MB: 128, DISK_GB: 1 }]);
    expect(allocated(migration?.uuid ?? '')).toEqual([{ VCPU: 1, MEMORY_MB: 64, DISK_GB: 1 }]);

    await cell.compute.confirmResize(cloud.context, await wire(uuid), objectOf('Migration', migration as object), {
      host: source,
    });
    await becomes(uuid, vmStates.active);
    await expect.poll(async () => (await cell.migrations.list({}))[0]?.status).toBe('confirmed');
    expect(allocated(migration?.uuid ?? '')).toEqual([]);
    expect(await server(uuid, ['old_flavor', 'system_metadata'])).toMatchObject({ old_flavor: null });
    const guests = await Promise.all(drivers.map((driver) => driver.guests()));
    expect(guests.flat().map((guest) => guest.uuid)).toEqual([uuid]);
  });

  it('is reverted, and all is as it was', async () => {
    cloud = await TestCloud.open();
    const drivers = [await cloud.host('a'), await cloud.host('b')];
    const volume = cloud.volumes.add();
    const uuid = await active(await cloud.flavor(), {
      imageRef: '',
      isLegacyDevices: false,
      devices: [{ source_type: 'volume', destination_type: 'volume', uuid: volume, boot_index: 0 }],
    });
    const before = await server(uuid);
    await resize(uuid, await cloud.flavor({ vcpus: 2 }));
    expect(cloud.volumes.statesOf(volume)).toEqual(['attached']);
    const cell = await cloud.cell();
    const [migration] = await cell.migrations.list({});
    await begin(uuid, 'revertResize', taskStates.resizeReverting);
    await cell.compute.revertResize(cloud.context, await wire(uuid), migration?.dest_compute ?? null, {
      migration: objectOf('Migration', migration as object),
      requestSpec: null,
    });
    await becomes(uuid, vmStates.active);
    expect(await server(uuid, ['flavor'])).toMatchObject({
      host: before.host,
      node: before.node,
      flavor: { vcpus: 1 },
    });
    await expect.poll(async () => (await cell.migrations.list({}))[0]?.status).toBe('reverted');
    await expect.poll(() => allocated(uuid)).toEqual([{ VCPU: 1, MEMORY_MB: 64 }]);
    expect(cloud.volumes.statesOf(volume)).toEqual(['attached']);
    const guests = await Promise.all(drivers.map((driver) => driver.guests()));
    expect(guests.flat()).toHaveLength(1);
  });

  it('that finds no host leaves the server as it was, with what it holds', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a', { vcpus: 1 });
    const uuid = await active(await cloud.flavor());
    await begin(uuid, 'resize', taskStates.resizePrep);
    await tasks().migrateServer(
      cloud.context,
      {
        instance: await wire(uuid),
        schedulerHint: {},
        live: false,
        rebuild: false,
        flavor: await flavorObject(await cloud.flavor({ vcpus: 100 })),
        blockMigration: null,
        diskOverCommit: null,
        requestSpec: await spec(uuid),
      },
      { wait: false },
    );
    await becomes(uuid, vmStates.active);
    await expect.poll(async () => (await server(uuid, ['fault'])).fault?.message).toContain('No valid host');
    expect(allocated(uuid)).toEqual([{ VCPU: 1, MEMORY_MB: 64, DISK_GB: 1 }]);
    expect((await (await cloud.cell()).migrations.list({}))[0]).toMatchObject({ status: 'error' });
  });
});

describe('a server', () => {
  it('is shelved, leaves its host, and comes back', async () => {
    cloud = await TestCloud.open();
    const driver = await cloud.host('a');
    const uuid = await active(await cloud.flavor());
    const cell = await cloud.cell();
    await begin(uuid, 'shelve', taskStates.shelving);
    await cell.compute.shelveInstance(cloud.context, await wire(uuid), IMAGE.id);
    await becomes(uuid, vmStates.shelvedOffloaded);
    expect(await server(uuid, ['system_metadata'])).toMatchObject({
      host: null,
      node: null,
      system_metadata: { shelved_image_id: IMAGE.id, shelved_host: 'a' },
    });
    await expect.poll(() => allocated(uuid)).toEqual([]);
    expect(await driver.guests()).toEqual([]);
    await begin(uuid, 'unshelve', taskStates.unshelving);
    await tasks().unshelveInstance(cloud.context, await wire(uuid), await spec(uuid));
    await becomes(uuid, vmStates.active);
    const back = await server(uuid, ['system_metadata']);
    expect(back).toMatchObject({ host: 'a', node: 'a' });
    expect(back.system_metadata).not.toHaveProperty('shelved_at');
    expect(await driver.guests()).toHaveLength(1);
  });

  it('is rescued and mended', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const uuid = await active(await cloud.flavor());
    const { compute } = await cloud.cell();
    await begin(uuid, 'rescue', taskStates.rescuing);
    await compute.rescueInstance(cloud.context, await wire(uuid), 'secret');
    await becomes(uuid, vmStates.rescued);
    await begin(uuid, 'unrescue', taskStates.unrescuing);
    await compute.unrescueInstance(cloud.context, await wire(uuid));
    await becomes(uuid, vmStates.active);
  });

  it('is built anew where it is, and stopped again where it was', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const uuid = await active(await cloud.flavor());
    const cell = await cloud.cell();
    const rebuild = async () =>
      tasks().rebuildInstance(cloud.context, await wire(uuid), {
        newPass: 'secret',
        injectedFiles: [],
        imageRef: IMAGE.id,
        origImageRef: IMAGE.id,
        origSysMetadata: {},
        bdms: null,
        host: 'a',
        requestSpec: await spec(uuid),
      });
    await begin(uuid, 'rebuild', taskStates.rebuilding);
    await rebuild();
    await becomes(uuid, vmStates.active);
    await begin(uuid, 'stop', taskStates.poweringOff);
    await cell.compute.stopInstance(cloud.context, await wire(uuid));
    await becomes(uuid, vmStates.stopped);
    await begin(uuid, 'rebuild', taskStates.rebuilding);
    await rebuild();
    await expect
      .poll(async () => [(await server(uuid)).task_state, (await state(uuid)).vm])
      .toEqual([null, vmStates.stopped]);
  });

  it('gets a volume while it runs, and gives it back', async () => {
    cloud = await TestCloud.open();
    const driver = await cloud.host('a');
    const uuid = await active(await cloud.flavor());
    const cell = await cloud.cell();
    const volumeId = cloud.volumes.add();
    await cell.actions.start(cloud.context, uuid, 'attach_volume');
    const named = decode(
      await cell.compute.reserveBlockDeviceName(cloud.context, await wire(uuid), {
        device: null,
        volumeId,
        diskBus: null,
        deviceType: null,
        tag: null,
        multiattach: false,
      }),
    ) as { id: number; device_name: string };
    expect(named.device_name).toBe('/dev/sdb');
    const { id: attachmentId } = await cloud.volumes.createAttachment(cloud.context, volumeId, uuid);
    const device = await cell.devices.save(named.id, { attachment_id: attachmentId });
    await cell.compute.attachVolume(cloud.context, await wire(uuid), objectOf('BlockDeviceMapping', device));
    await expect.poll(() => cloud.volumes.statesOf(volumeId)).toEqual(['attached']);
    expect(await driver.guests()).toHaveLength(1);
    await cell.compute.detachVolume(cloud.context, await wire(uuid), volumeId, attachmentId);
    await expect.poll(() => cloud.volumes.statesOf(volumeId)).toEqual([]);
    await expect.poll(async () => (await cell.devices.ofInstances([uuid])).length).toBe(1);
  });
});
