// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { afterEach, describe, expect, it } from 'vitest';
import { Chores, type ChoreParts, type ChoreSettings } from '../compute/manager/chores.js';
import type { ComputeContext } from '../compute/manager/compute-context.js';
import { Guests } from '../compute/manager/guests.js';
import { PowerOperations } from '../compute/manager/power.js';
import { ComputeStore } from '../compute/store/compute-store.js';
import type { ComputeDriver } from '../compute/drivers/compute-driver.js';
import { KeyedLock } from '../compute/drivers/keyed-lock.js';
import { taskStates, vmStates } from '../instances/states.js';
import { createClients } from '../rpc/create-clients.js';
import { order, TestCloud } from './test-cloud.js';

let cloud: TestCloud;
afterEach(() => cloud.close());

const server = async (uuid: string) => (await cloud.cell()).instances.get(uuid, [], true);

async function active(): Promise<string> {
  const [uuid] = (await cloud.creation.run(cloud.context, order(await cloud.flavor()))).uuids;
  await expect.poll(async () => (await server(uuid).catch(() => undefined))?.vm_state).toBe('active');
  return uuid;
}

const OFF: ChoreSettings = {
  reclaim_instance_interval: 0,
  resize_confirm_window: 0,
  rescue_timeout: 0,
  reboot_timeout: 0,
  instance_build_timeout: 0,
  shelved_offload_time: 0,
  running_deleted_instance_action: 'reap',
  running_deleted_instance_timeout: 0,
};

/** Chores of host a, apart from its timers. */
function chores(driver: ComputeDriver, settings: Partial<ChoreSettings>, deleted: string[] = []): Chores {
  const { conductor } = createClients({
    transport: cloud.transport,
    timeouts: { responseTimeout: 60, longTimeout: 60 },
  });
  const compute = {
    host: 'a',
    driver,
    store: new ComputeStore(conductor, 'a'),
    guests: new Guests({
      images: {} as never,
      configDrive: async () => new Map(),
      settings: { instance_name_template: 'instance-%08x', force_config_drive: false },
    }),
    notifications: { info: async () => undefined, error: async () => undefined },
    locks: new KeyedLock(),
    settings: { shutdown_timeout: 0, shutdown_retry_interval: 1, track_instance_changes: true },
    logger: silentLogger,
  } as unknown as ComputeContext;
  const parts = {
    power: new PowerOperations(compute),
    terminate: { delete: async (_context: unknown, { uuid }: { uuid: string }) => void deleted.push(uuid) },
  } as unknown as ChoreParts;
  return new Chores(compute, parts, { ...OFF, ...settings });
}

const longAgo = new Date('2020-01-01T00:00:00Z');

describe('a compute host', () => {
  it('gives up builds that take too long, and makes a reboot that hangs a hard one', async () => {
    cloud = await TestCloud.open();
    const driver = await cloud.host('a');
    const [building, hanging] = [await active(), await active()];
    const { instances } = await cloud.cell();
    await instances.save(building, { vm_state: vmStates.building, created_at: longAgo });
    await instances.save(hanging, { task_state: taskStates.rebootStarted });
    await chores(driver, {}).run(cloud.context);
    expect((await server(building)).vm_state).toBe(vmStates.building);
    expect((await server(hanging)).task_state).toBe(taskStates.rebootStarted);
    await chores(driver, { instance_build_timeout: 3600 }).run(cloud.context);
    expect((await server(building)).vm_state).toBe(vmStates.error);
    await chores(driver, { reboot_timeout: 3600 }).run(cloud.context);
    expect((await server(hanging)).task_state).toBe(taskStates.rebootStarted);
    // However short the time is that it may hang.
    const impatient = chores(driver, { reboot_timeout: 0.001 });
    await expect
      .poll(async () => {
        await impatient.run(cloud.context);
        return (await server(hanging)).task_state;
      })
      .toBeNull();
  });

  it('takes away what was deleted long enough, and guests of servers that are no more', async () => {
    cloud = await TestCloud.open();
    const driver = await cloud.host('a');
    const [soft, gone] = [await active(), await active()];
    const { instances } = await cloud.cell();
    await instances.save(soft, { vm_state: vmStates.softDeleted, deleted_at: longAgo });
    const deleted: string[] = [];
    await chores(driver, {}, deleted).run(cloud.context);
    expect(deleted).toEqual([]);
    await chores(driver, { reclaim_instance_interval: 3600 }, deleted).run(cloud.context);
    expect(deleted).toEqual([soft]);
    await instances.destroy(gone);
    await chores(driver, { running_deleted_instance_timeout: -1 }).endDeleted(cloud.context);
    expect((await driver.guests()).map(({ uuid }) => uuid)).toEqual([soft]);
  });
});
