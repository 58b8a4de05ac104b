// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidProject } from '../../errors/api.js';
import { type AskOptions, type TestNova, testNova } from '../test-nova-api.js';

let nova: TestNova;
beforeAll(async () => {
  const projects = {
    verify: async (_context: unknown, id: string): Promise<void> => {
      if (id === 'nosuch') throw new InvalidProject(id);
    },
  };
  nova = await testNova({ ports: { projects } });
});
afterAll(() => nova.close());

type Values = Record<string, unknown>;

async function ask(method: string, path: string, options: AskOptions = {}): Promise<[number, Values]> {
  const { status, body } = await nova.ask(method, `/v2.1${path}`, options);
  return [status, (Object.values(body ?? {})[0] ?? {}) as Values];
}

/** A server in the cell, as another process would write it. */
async function server(projectId: string, userId: string, more: Values = {}): Promise<void> {
  const [cell] = await nova.databases.cells.listWithHosts();
  if (cell === undefined) throw new Error('There is no cell');
  const { database } = await nova.databases.cells.open(cell);
  await database.client.instance.create({
    data: { uuid: randomUUID(), projectId, userId, vcpus: 2, memoryMb: 256, vmState: 'active', ...more },
  });
}

const ALL = {
  ...{ cores: 20, fixed_ips: -1, floating_ips: -1, injected_file_content_bytes: 10240 },
  ...{
    injected_file_path_bytes: 255,
    injected_files: 5,
    instances: 10,
    key_pairs: 100,
    metadata_items: 128,
    ram: 51200,
  },
  ...{ security_group_rules: -1, security_groups: -1, server_group_members: 10, server_groups: 10 },
};

describe('quota sets', () => {
  it('are the configured limits, and fewer with newer microversions', async () => {
    expect(await ask('GET', '/os-quota-sets/abc')).toEqual([200, { id: 'abc', ...ALL }]);
    const names = async (version: string): Promise<string[]> =>
      Object.keys((await ask('GET', '/os-quota-sets/abc', { version }))[1]);
    expect(await names('2.35')).toContain('floating_ips');
    expect(await names('2.36')).not.toContain('floating_ips');
    expect(await names('2.56')).toContain('injected_files');
    expect(await names('2.57')).not.toContain('injected_files');
    expect(await ask('GET', '/os-quota-sets/abc/defaults')).toEqual([200, { id: 'abc', ...ALL }]);
  });

  it('count what there is, in the cells', async () => {
    await server('used', 'amy');
    await server('used', 'bob');
    await server('used', 'bob', { deleted: 7 });
    await server('used', 'bob', { vmState: 'soft-delete' });
    const [, detail] = await ask('GET', '/os-quota-sets/used/detail');
    expect(detail).toMatchObject({
      instances: { limit: 10, in_use: 2, reserved: 0 },
      cores: { limit: 20, in_use: 4, reserved: 0 },
      ram: { limit: 51200, in_use: 512, reserved: 0 },
      key_pairs: { limit: 100, in_use: 0, reserved: 0 },
    });
    const [, ofUser] = await ask('GET', '/os-quota-sets/used/detail?user_id=amy');
    expect(ofUser).toMatchObject({ instances: { in_use: 1 }, cores: { in_use: 2 } });
  });

  it('are set between what is used and what is left', async () => {
    const put = (values: Values, path = '/os-quota-sets/used', version = '2.1'): Promise<[number, Values]> =>
      ask('PUT', path, { json: { quota_set: values }, version });
    expect(await put({ instances: 1 })).toMatchObject([
      400,
      { message: 'Quota limit 1 for instances must be greater than or equal to already used and reserved 2.' },
    ]);
    expect(await put({ instances: 1, force: true })).toMatchObject([200, { instances: 1 }]);
    expect((await put({ instances: '8' }))[1]).toEqual({ ...ALL, instances: 8 });
    expect(await put({ instances: 9 }, '/os-quota-sets/used?user_id=amy')).toMatchObject([
      400,
      { message: 'Quota limit 9 for instances must be less than or equal to 8.' },
    ]);
    expect(await put({ instances: 3 }, '/os-quota-sets/used?user_id=amy')).toMatchObject([200, { instances: 3 }]);
    expect((await ask('GET', '/os-quota-sets/used'))[1]).toMatchObject({ instances: 8 });
    expect(await put({ networks: 1 })).toMatchObject([400, { message: 'The networks quota has been removed' }]);
    expect(await put({ floating_ips: 1 }, '/os-quota-sets/used', '2.36')).toMatchObject([400, {}]);
    expect(await put({ instances: 'x' })).toMatchObject([
      400,
      { message: "Invalid input for field/attribute instances. Value: x. 'x' does not match '^-?[0-9]+$'" },
    ]);
    for (const none of [null, 'x', [1]])
      expect(await ask('PUT', '/os-quota-sets/used', { json: { quota_set: none } })).toMatchObject([400, {}]);
    expect(await nova.databases.api.client.quota.findMany({ where: { projectId: 'used' } })).toMatchObject([
      { resource: 'instances', hardLimit: 8 },
    ]);
  });

  it('go away with those of users', async () => {
    expect((await ask('DELETE', '/os-quota-sets/used?user_id=amy'))[0]).toBe(202);
    expect(await nova.databases.api.client.projectUserQuota.count()).toBe(0);
    expect((await ask('DELETE', '/os-quota-sets/used'))[0]).toBe(202);
    expect((await ask('GET', '/os-quota-sets/used'))[1]).toMatchObject({ instances: 10 });
  });

  it('are for their project and for administrators, and of projects that there are', async () => {
    expect((await ask('GET', '/os-quota-sets/abc', { as: 'demo:abc' }))[0]).toBe(200);
    expect(await ask('GET', '/os-quota-sets/other', { as: 'demo:abc' })).toMatchObject([
      403,
      { message: "Policy doesn't allow os_compute_api:os-quota-sets:show to be performed." },
    ]);
    expect((await ask('PUT', '/os-quota-sets/abc', { as: 'demo:abc', json: { quota_set: {} } }))[0]).toBe(403);
    expect(await ask('GET', '/os-quota-sets/nosuch')).toMatchObject([
      400,
      { message: 'Project ID nosuch is not a valid project.' },
    ]);
  });
});

describe('quota class sets', () => {
  it('change the defaults of all', async () => {
    const names = async (version: string): Promise<string[]> =>
      Object.keys((await ask('GET', '/os-quota-class-sets/default', { version }))[1]);
    expect(await names('2.49')).not.toContain('server_groups');
    expect(await names('2.49')).toContain('floating_ips');
    expect(await names('2.50')).toContain('server_groups');
    expect(await names('2.50')).not.toContain('floating_ips');
    const [status, set] = await ask('PUT', '/os-quota-class-sets/default', {
      json: { quota_class_set: { instances: 5 } },
    });
    expect([status, set.instances, set.id]).toEqual([200, 5, undefined]);
    expect((await ask('GET', '/os-quota-sets/abc'))[1]).toMatchObject({ instances: 5 });
    await ask('PUT', '/os-quota-class-sets/default', { json: { quota_class_set: { instances: 6 } } });
    expect(await nova.databases.api.client.quotaClass.findMany()).toMatchObject([
      { className: 'default', resource: 'instances', hardLimit: 6 },
    ]);
  });
});

describe('limits', () => {
  it('are of the caller’s project, or of another for administrators', async () => {
    const [, limits] = await ask('GET', '/limits', { as: 'demo:used' });
    expect(limits).toMatchObject({
      rate: [],
      absolute: { maxTotalInstances: 6, totalInstancesUsed: 2, maxImageMeta: 128 },
    });
    const names = async (version: string): Promise<string[]> =>
      Object.keys((await ask('GET', '/limits', { version }))[1].absolute as object);
    expect(await names('2.35')).toContain('maxTotalFloatingIps');
    expect(await names('2.36')).not.toContain('totalFloatingIpsUsed');
    expect(await names('2.38')).toContain('maxImageMeta');
    expect(await names('2.39')).not.toContain('maxImageMeta');
    expect(await names('2.56')).toContain('maxPersonality');
    expect(await names('2.57')).not.toContain('maxPersonality');
    expect((await ask('GET', '/limits?tenant_id=used'))[1]).toMatchObject({ absolute: { totalCoresUsed: 4 } });
    expect((await ask('GET', '/limits?tenant_id=used', { as: 'demo:abc' }))[0]).toBe(403);
  });
});

describe('without limits', () => {
  it('everything may be', async () => {
    const other = await testNova({ values: { quota: { driver: 'nova.quota.NoopQuotaDriver' } } });
    const { body } = await other.ask('GET', '/v2.1/os-quota-sets/abc/detail');
    expect(body).toMatchObject({ quota_set: { instances: { limit: -1, in_use: -1, reserved: 0 } } });
    await other.close();
  });
});
