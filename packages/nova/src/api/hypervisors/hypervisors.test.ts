// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeHost, serverOn, type TestHost } from '../test-hosts.js';
import { type AskOptions, type TestNova, testNova } from '../test-nova-api.js';

let nova: TestNova;
let one: TestHost;
let two: TestHost;
let server: string;
beforeAll(async () => {
  nova = await testNova();
  one = await computeHost(nova, 'one');
  two = await computeHost(nova, 'two');
  server = await serverOn(nova, 'one');
});
afterAll(() => nova.close());

type View = Record<string, unknown>;

async function ask(path: string, options: AskOptions = {}): Promise<[number, View]> {
  const { status, body } = await nova.ask('GET', `/v2.1/os-hypervisors${path}`, options);
  return [status, (Object.values(body ?? {})[0] ?? {}) as View];
}

const list = async (path: string, version = '2.1'): Promise<View[]> =>
  (await ask(path, { version }))[1] as unknown as View[];

describe('hypervisors', () => {
  it('are listed by number, and by UUID since 2.53', async () => {
    expect(await list('')).toEqual([
      { id: one.nodeId, hypervisor_hostname: 'one', state: 'up', status: 'enabled' },
      { id: two.nodeId, hypervisor_hostname: 'two', state: 'up', status: 'enabled' },
    ]);
    expect((await list('', '2.53')).map(({ id }) => id)).toEqual([one.nodeUuid, two.nodeUuid]);
    expect((await ask('', { as: 'demo:abc' }))[0]).toBe(403);
  });

  it('have pages since 2.33', async () => {
    expect(await list('?limit=1', '2.32')).toHaveLength(2);
    const { body } = await nova.ask('GET', '/v2.1/os-hypervisors?limit=1', { version: '2.33' });
    expect(body).toMatchObject({
      hypervisors: [{ id: one.nodeId }],
      hypervisors_links: [
        { rel: 'next', href: `http://host.example/v2.1/os-hypervisors?limit=1&marker=${one.nodeId}` },
      ],
    });
    expect((await list(`?marker=${one.nodeId}`, '2.33')).map(({ id }) => id)).toEqual([two.nodeId]);
    expect((await list(`?marker=${one.nodeUuid}`, '2.53')).map(({ id }) => id)).toEqual([two.nodeUuid]);
    for (const marker of ['9999', 'x', '99999999999', 'Infinity']) {
      const message = `marker [${marker}] not found`;
      expect(await ask(`?marker=${marker}`, { version: '2.33' })).toMatchObject([400, { message }]);
    }
  });

  it('tell what they have until 2.87, and their uptime since 2.88', async () => {
    const [first] = await list('/detail');
    expect(first).toMatchObject({
      ...{ hypervisor_type: 'fake', hypervisor_version: 1000, host_ip: '127.0.0.1', vcpus: 8, memory_mb: 8192 },
      service: { id: one.serviceId, host: 'one', disabled_reason: null },
      cpu_info: '{"arch": "x86_64"}',
    });
    expect((await list('/detail', '2.28'))[0]).toMatchObject({ cpu_info: { arch: 'x86_64' } });
    expect((await list('/detail', '2.53'))[0]).toMatchObject({ service: { id: one.serviceUuid } });
    const [newest] = await list('/detail', '2.88');
    expect(newest).not.toHaveProperty('vcpus');
    // Nobody who could tell is asked in this test.
    expect(newest).toMatchObject({ uptime: null });
    expect(await ask(`/${one.nodeId}/uptime`)).toMatchObject([
      501,
      { message: 'The requested functionality is not supported.' },
    ]);
    expect((await ask(`/${one.nodeId}/uptime`, { version: '2.88' }))[0]).toBe(404);
  });

  it('are shown one by one', async () => {
    expect((await ask(`/${one.nodeId}`))[1]).toMatchObject({ id: one.nodeId, vcpus: 8 });
    expect((await ask(`/${one.nodeUuid}`, { version: '2.53' }))[1]).toMatchObject({ id: one.nodeUuid });
    expect(await ask('/9999')).toMatchObject([404, { message: "Hypervisor with ID '9999' could not be found." }]);
    expect((await ask('/x'))[0]).toBe(404);
    expect(await ask('/x', { version: '2.53' })).toMatchObject([400, { message: 'Invalid uuid x' }]);
  });

  it('are found by name, with their servers', async () => {
    const servers = [{ name: expect.stringMatching(/^instance-0000/) as string, uuid: server }];
    expect(await list('/on/search')).toMatchObject([{ hypervisor_hostname: 'one' }]);
    expect(await list('/on/servers')).toMatchObject([{ hypervisor_hostname: 'one', servers }]);
    expect((await list('/tw/servers'))[0]).not.toHaveProperty('servers');
    expect(await ask('/nosuch/search')).toMatchObject([
      404,
      { message: "No hypervisor matching 'nosuch' could be found." },
    ]);
    expect((await ask('/on/search', { version: '2.53' }))[0]).toBe(404);
    expect(await list('?hypervisor_hostname_pattern=on&with_servers=true', '2.53')).toMatchObject([{ servers }]);
    expect((await ask('?hypervisor_hostname_pattern=on&limit=1', { version: '2.53' }))[0]).toBe(400);
    expect((await list('?with_servers=true', '2.74'))[1]).not.toHaveProperty('servers');
    expect((await list('?with_servers=true', '2.75'))[1]).toMatchObject({ servers: [] });
    expect((await ask(`/${one.nodeUuid}?with_servers=true`, { version: '2.53' }))[1]).toMatchObject({ servers });
  });

  it('are summed up until 2.87', async () => {
    expect((await ask('/statistics'))[1]).toEqual({
      ...{
        count: 2,
        vcpus: 16,
        memory_mb: 16384,
        local_gb: 200,
        vcpus_used: 2,
        memory_mb_used: 1024,
        local_gb_used: 2,
      },
      ...{ free_ram_mb: 15360, free_disk_gb: 198, current_workload: 0, running_vms: 2, disk_available_least: 0 },
    });
    expect((await ask('/statistics', { version: '2.88' }))[0]).toBe(404);
  });

  it('of a host that is in no cell yet are none', async () => {
    const { nodeUuid } = await computeHost(nova, 'new');
    await nova.databases.api.client.hostMapping.deleteMany({ where: { host: 'new' } });
    expect(await list('', '2.53')).toHaveLength(2);
    expect((await ask(`/${nodeUuid}`, { version: '2.53' }))[0]).toBe(404);
  });
});
