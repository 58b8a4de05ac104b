// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellDatabase, computeHost, otherService, serverOn, type TestHost } from '../test-hosts.js';
import { type AskOptions, type TestNova, testNova } from '../test-nova-api.js';

const told: string[] = [];
const removed: string[] = [];
let nova: TestNova;
let one: TestHost;
let two: TestHost;
beforeAll(async () => {
  nova = await testNova({
    ports: {
      computeControl: {
        setHostEnabled: async (_context, host, isEnabled) => {
          told.push(`${host} ${String(isEnabled)}`);
          return isEnabled ? 'enabled' : 'disabled';
        },
        setHostMaintenance: async () => 'the driver has none',
        hostPowerAction: async (_context, _host, action) => action,
        getHostUptime: async () => ' 10:00 up 1 day',
      },
      providers: { remove: async (_context, uuid) => void removed.push(uuid) },
    },
  });
  one = await computeHost(nova, 'one');
  two = await computeHost(nova, 'two');
  await otherService(nova, 'control', 'nova-scheduler');
});
afterAll(() => nova.close());

type View = Record<string, unknown>;

async function ask(method: string, path: string, options: AskOptions = {}): Promise<[number, View]> {
  const { status, body } = await nova.ask(method, `/v2.1${path}`, options);
  return [status, (Object.values(body ?? {})[0] ?? {}) as View];
}

const list = async (path: string, version = '2.1'): Promise<View[]> =>
  (await ask('GET', path, { version }))[1] as unknown as View[];

describe('services', () => {
  it('are listed by number, and by UUID since 2.53', async () => {
    expect(await list('/os-services?host=one')).toEqual([
      {
        ...{ binary: 'nova-compute', host: 'one', id: one.serviceId, zone: 'nova', status: 'enabled', state: 'up' },
        ...{ updated_at: null, disabled_reason: null },
      },
    ]);
    expect((await list('/os-services', '2.10'))[0]).not.toHaveProperty('forced_down');
    expect((await list('/os-services', '2.11'))[0]).toMatchObject({ forced_down: false });
    expect((await list('/os-services?binary=nova-compute', '2.52')).map(({ id }) => id)).toEqual([
      one.serviceId,
      two.serviceId,
    ]);
    expect((await list('/os-services?binary=nova-compute', '2.53')).map(({ id }) => id)).toEqual([
      one.serviceUuid,
      two.serviceUuid,
    ]);
    expect(await list('/os-services?binary=nova-scheduler')).toMatchObject([{ host: 'control', zone: 'internal' }]);
    expect((await ask('GET', '/os-services', { as: 'demo:abc' }))[0]).toBe(403);
    expect((await ask('GET', '/os-services?bogus=1', { version: '2.75' }))[0]).toBe(400);
  });

  it('are switched by host and binary until 2.52', async () => {
    const put = (action: string, json: View, version = '2.11'): Promise<[number, View]> =>
      ask('PUT', `/os-services/${action}`, { json, version });
    const service = { host: 'one', binary: 'nova-compute' };
    expect(await put('disable', service)).toEqual([200, { ...service, status: 'disabled' }]);
    expect(await put('disable-log-reason', service)).toMatchObject([400, { message: 'Missing disabled reason field' }]);
    expect(await put('disable-log-reason', { ...service, disabled_reason: 'r' })).toEqual([
      200,
      { ...service, status: 'disabled', disabled_reason: 'r' },
    ]);
    expect(await list('/os-services?host=one')).toMatchObject([{ status: 'disabled', disabled_reason: 'r' }]);
    expect(await put('enable', service)).toEqual([200, { ...service, status: 'enabled' }]);
    expect(told.splice(0)).toEqual(['one false', 'one true']);
    expect(await put('force-down', { ...service, forced_down: true })).toEqual([
      200,
      { ...service, forced_down: true },
    ]);
    expect(await list('/os-services?host=one', '2.11')).toMatchObject([{ state: 'down', forced_down: true }]);
    await put('force-down', { ...service, forced_down: false });
    expect((await put('force-down', { ...service }, '2.10'))[0]).toBe(404);
    expect(await put('nonsense', service)).toMatchObject([404, { message: 'Unknown action' }]);
    expect(await put('enable', { host: 'control', binary: 'nova-scheduler' })).toMatchObject([
      400,
      { message: 'Updating a nova-scheduler service is not supported. Only nova-compute services can be updated.' },
    ]);
    expect(await put('enable', { host: 'nosuch', binary: 'nova-compute' })).toMatchObject([
      404,
      { message: "Host 'nosuch' is not mapped to any cell" },
    ]);
  });

  it('are switched by UUID since 2.53', async () => {
    const put = (json: View, id = one.serviceUuid): Promise<[number, View]> =>
      ask('PUT', `/os-services/${id}`, { json, version: '2.53' });
    expect(await put({ status: 'disabled', disabled_reason: 'r' })).toMatchObject([
      200,
      { id: one.serviceUuid, status: 'disabled', disabled_reason: 'r', zone: 'nova' },
    ]);
    expect(await put({ status: 'enabled', disabled_reason: 'r' })).toMatchObject([400, {}]);
    expect(await put({})).toMatchObject([
      400,
      { message: expect.stringContaining('No updates were requested') as string },
    ]);
    expect(await put({ status: 'enabled' })).toMatchObject([200, { status: 'enabled', disabled_reason: null }]);
    expect(await put({ status: 'enabled' }, 'x')).toMatchObject([400, { message: 'Invalid uuid x' }]);
    expect((await put({ status: 'enabled' }, 'b2f3bb2c-2b5f-4a8e-b8a5-46aa9ae8f0a5'))[0]).toBe(404);
  });

  it('do not come up while servers are evacuated from their host', async () => {
    const database = await cellDatabase(nova);
    await database.client.migration.create({
      data: { sourceCompute: 'two', status: 'done', migrationType: 'evacuation' },
    });
    const down = { json: { forced_down: true }, version: '2.53' };
    expect((await ask('PUT', `/os-services/${two.serviceUuid}`, down))[0]).toBe(200);
    const up = { json: { forced_down: false }, version: '2.53' };
    expect(await ask('PUT', `/os-services/${two.serviceUuid}`, up)).toMatchObject([
      400,
      { message: expect.stringContaining('Unable to force up host two as `done` evacuation') as string },
    ]);
  });

  it('go away with their host', async () => {
    const uuid = await serverOn(nova, 'one');
    expect(await ask('DELETE', `/os-services/${one.serviceUuid}`, { version: '2.53' })).toMatchObject([
      409,
      { message: expect.stringContaining('that is hosting instances') as string },
    ]);
    const database = await cellDatabase(nova);
    await database.client.instance.updateMany({ where: { uuid }, data: { deleted: 1 } });
    expect((await ask('DELETE', `/os-services/${one.serviceUuid}`, { version: '2.53' }))[0]).toBe(204);
    expect(removed).toEqual([one.nodeUuid]);
    expect(await database.client.service.findFirst({ where: { host: 'one' } })).toMatchObject({
      deleted: one.serviceId,
    });
    expect(await database.client.computeNode.count({ where: { host: 'one', deleted: 0 } })).toBe(0);
    expect(await nova.databases.api.client.hostMapping.count({ where: { host: 'one' } })).toBe(0);
    expect(await ask('DELETE', `/os-services/${one.serviceId}`)).toMatchObject([
      404,
      { message: `Service ${one.serviceId} not found.` },
    ]);
    expect((await ask('DELETE', '/os-services/x'))[0]).toBe(400);
  });
});

describe('hosts', () => {
  it('are told until 2.42', async () => {
    expect(await list('/os-hosts')).toContainEqual({ host_name: 'control', service: 'scheduler', zone: 'internal' });
    expect(await list('/os-hosts?zone=nova')).toEqual([{ host_name: 'two', service: 'compute', zone: 'nova' }]);
    expect((await ask('GET', '/os-hosts', { version: '2.43' }))[0]).toBe(404);
    await serverOn(nova, 'two', { vcpus: 2 });
    expect((await nova.ask('GET', '/v2.1/os-hosts/two')).body).toEqual({
      host: [
        { resource: { host: 'two', project: '(total)', cpu: 8, memory_mb: 8192, disk_gb: 100 } },
        { resource: { host: 'two', project: '(used_now)', cpu: 1, memory_mb: 512, disk_gb: 1 } },
        { resource: { host: 'two', project: '(used_max)', cpu: 2, memory_mb: 128, disk_gb: 1 } },
        { resource: { host: 'two', project: 'abc', cpu: 2, memory_mb: 128, disk_gb: 1 } },
      ],
    });
    expect((await ask('GET', '/os-hosts/nosuch'))[0]).toBe(404);
  });

  it('are asked over the bus where they are up', async () => {
    expect(await ask('GET', '/os-hosts/two/reboot')).toMatchObject([
      400,
      { message: 'Compute service of two is unavailable at this time.' },
    ]);
    const database = await cellDatabase(nova);
    await database.client.service.updateMany({ where: { host: 'two' }, data: { forcedDown: false } });
    expect((await nova.ask('GET', '/v2.1/os-hosts/two/reboot')).body).toEqual({ host: 'two', power_action: 'reboot' });
    const put = await nova.ask('PUT', '/v2.1/os-hosts/two', { json: { status: 'Enable' } });
    expect(put.body).toEqual({ host: 'two', status: 'enabled' });
    expect(await ask('PUT', '/os-hosts/two', { json: { maintenance_mode: 'enable' } })).toMatchObject([
      400,
      { message: 'the driver has none' },
    ]);
  });
});
