// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { RequestSpecRepository } from '../instances/request-spec-repository.js';
import type { InstanceValues } from '../instances/instance.js';
import { taskStates } from '../instances/states.js';
import { objectOf } from '../object-values.js';
import { createClients } from '../rpc/create-clients.js';
import { order, TestCloud } from './test-cloud.js';

let cloud: TestCloud;
afterEach(() => cloud.close());

const server = async (uuid: string): Promise<InstanceValues> => (await cloud.cell()).instances.get(uuid, [], true);
const wire = async (uuid: string) =>
  objectOf('Instance', await (await cloud.cell()).instances.get(uuid, ['flavor', 'system_metadata'], true));
const migrationOf = async () => (await (await cloud.cell()).migrations.list({}))[0];
const allocated = (consumer: string) => Object.keys(cloud.placement.consumers.get(consumer)?.allocations ?? {});
const nodeUuid = async (host: string) => (await (await cloud.cell()).nodes.list({ host }))[0]?.uuid;

/** A server on host a that starts from a volume. */
async function active(): Promise<{ readonly uuid: string; readonly volume: string }> {
  const volume = cloud.volumes.add();
  const devices = [{ source_type: 'volume', destination_type: 'volume', uuid: volume, boot_index: 0 } as const];
  const [uuid] = (
    await cloud.creation.run(
      cloud.context,
      order(await cloud.flavor(), { imageRef: '', devices, isLegacyDevices: false, availabilityZone: null }),
    )
  ).uuids;
  await expect.poll(async () => (await server(uuid).catch(() => undefined))?.vm_state).toBe('active');
  return { uuid, volume };
}

async function migrate(uuid: string, host: string | null = null): Promise<void> {
  const cell = await cloud.cell();
  await cell.actions.start(cloud.context, uuid, 'live-migration');
  await cell.instances.save(uuid, { task_state: taskStates.migrating });
  const { computeTask } = createClients({
    transport: cloud.transport,
    timeouts: { responseTimeout: 60, longTimeout: 60 },
  });
  await computeTask.migrateServer(cloud.context, {
    instance: await wire(uuid),
    schedulerHint: { host },
    live: true,
    rebuild: false,
    flavor: null,
    blockMigration: false,
    diskOverCommit: false,
    requestSpec: objectOf('RequestSpec', await new RequestSpecRepository(cloud.databases.api).get(uuid)),
  });
}

describe('a live migration', () => {
  it('takes a server to the host that the scheduler chooses, with its volume and what it holds', async () => {
    cloud = await TestCloud.open();
    const source = await cloud.host('a');
    const { uuid, volume } = await active();
    const destination = await cloud.host('b');
    const [before] = cloud.volumes.attachments.keys();
    await migrate(uuid);
    await expect.poll(async () => (await migrationOf())?.status).toBe('completed');
    expect(await server(uuid)).toMatchObject({
      host: 'b',
      node: 'b',
      vm_state: 'active',
      task_state: null,
      power_state: 1,
    });
    expect(await migrationOf()).toMatchObject({
      migration_type: 'live-migration',
      source_compute: 'a',
      source_node: 'a',
      dest_compute: 'b',
      dest_node: 'b',
      memory_total: 64 * 1024 * 1024,
      memory_processed: 64 * 1024 * 1024,
      memory_remaining: 0,
    });
    expect(await source.guests()).toEqual([]);
    expect(await destination.guests()).toMatchObject([{ uuid }]);
    expect(cloud.volumes.statesOf(volume)).toEqual(['attached']);
    expect([...cloud.volumes.attachments.keys()]).not.toContain(before);
    await expect.poll(() => allocated((cloud.placement.consumers.size, uuid))).toEqual([await nodeUuid('b')]);
    await expect.poll(() => cloud.placement.consumers.size).toBe(1);
    const cell = await cloud.cell();
    expect((await cell.nodes.list()).map(({ host, vcpus_used: used }) => [host, used])).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
  });

  it('is aborted while it is under way, and the server stays as it was', async () => {
    cloud = await TestCloud.open();
    const source = await cloud.host('a', { liveMigrationWaits: true });
    const { uuid, volume } = await active();
    await cloud.host('b');
    const [before] = cloud.volumes.attachments.keys();
    await migrate(uuid);
    await expect.poll(async () => (await migrationOf())?.status).toBe('running');
    await expect.poll(async () => (await migrationOf())?.memory_remaining).toBe(64 * 1024 * 1024);
    const cell = await cloud.cell();
    await cell.compute.liveMigrationAbort(cloud.context, await wire(uuid), (await migrationOf())?.id ?? 0);
    await expect.poll(async () => (await migrationOf())?.status).toBe('cancelled');
    expect(await server(uuid)).toMatchObject({ host: 'a', vm_state: 'active', task_state: null });
    expect(await source.guests()).toMatchObject([{ uuid, powerState: 1 }]);
    expect([...cloud.volumes.attachments.keys()]).toEqual([before]);
    expect(cloud.volumes.statesOf(volume)).toEqual(['attached']);
    expect(allocated(uuid)).toEqual([await nodeUuid('a')]);
    await expect.poll(async () => (await cell.nodes.list({ host: 'b' }))[0]?.vcpus_used).toBe(0);
    // There is nothing to abort any more.
    await cell.compute.liveMigrationAbort(cloud.context, await wire(uuid), (await migrationOf())?.id ?? 0);
    await expect
      .poll(async () => (await cell.instances.get(uuid, ['fault'])).fault?.message)
      .toMatch('Cannot abort live migration');
  });

  it('is forced to its end, on a host that an operator names', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a', { liveMigrationWaits: true });
    const { uuid } = await active();
    await cloud.host('b');
    await migrate(uuid, 'b');
    await expect.poll(async () => (await migrationOf())?.memory_remaining).toBe(64 * 1024 * 1024);
    expect(allocated(uuid)).toEqual([await nodeUuid('b')]);
    expect(allocated((await migrationOf())?.uuid ?? '')).toEqual([await nodeUuid('a')]);
    const cell = await cloud.cell();
    const migration = objectOf('Migration', (await migrationOf()) ?? {});
    await cell.compute.liveMigrationForceComplete(cloud.context, await wire(uuid), migration);
    await expect.poll(async () => (await migrationOf())?.status).toBe('completed');
    expect(await server(uuid)).toMatchObject({ host: 'b', task_state: null });
  });

  it('that has nowhere to go leaves all as it was', async () => {
    cloud = await TestCloud.open();
    await cloud.host('a');
    const { uuid } = await active();
    await expect(migrate(uuid)).rejects.toThrow('NoValidHost');
    expect(await server(uuid)).toMatchObject({ host: 'a', vm_state: 'active', task_state: null });
    expect(await migrationOf()).toMatchObject({ status: 'error' });
    expect(allocated(uuid)).toEqual([await nodeUuid('a')]);
    await expect(migrate(uuid, 'a')).rejects.toThrow('Unable to migrate instance');
    await expect(migrate(uuid, 'nowhere')).rejects.toThrow('Compute host nowhere could not be found');
    expect(allocated(uuid)).toEqual([await nodeUuid('a')]);
    expect(await server(uuid)).toMatchObject({ vm_state: 'active', task_state: null });
  });
});
