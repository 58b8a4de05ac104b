// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestMysql, testMysql } from './test-mysql.js';
import { cellDatabase, computeHost, serverOn } from './test-hosts.js';
import { type AskOptions, type TestNova, testNova } from './test-nova-api.js';

let mysql: TestMysql;
let nova: TestNova;
beforeAll(async () => {
  mysql = await testMysql();
  nova = await testNova({ values: mysql.values });
});
afterAll(async () => {
  await nova.close();
  await mysql.close();
});

/** The status, and what is under the body's first key. */
async function ask(method: string, path: string, options: AskOptions = {}): Promise<[number, unknown]> {
  const { status, body } = await nova.ask(method, `/v2.1${path}`, options);
  return [status, Object.values(body ?? {})[0]];
}

describe('over MariaDB, the API', () => {
  it('has databases of its own there, and both cells', async () => {
    expect(nova.databases.api.provider).toBe('mysql');
    expect((await cellDatabase(nova)).provider).toBe('mysql');
    expect(await nova.databases.api.client.cellMapping.count()).toBe(2);
  });

  it('keeps flavors with extra specs, and refuses their names again', async () => {
    const flavor = { id: '1', name: 'Tiny', ram: 128, vcpus: 1, disk: 1 };
    expect(await ask('POST', '/flavors', { json: { flavor } })).toMatchObject([200, { id: '1' }]);
    expect(await ask('POST', '/flavors', { json: { flavor: { ...flavor, id: '2' } } })).toMatchObject([
      409,
      { message: 'Flavor with name Tiny already exists.' },
    ]);
    for (const value of ['shared', 'dedicated'])
      expect(
        await ask('POST', '/flavors/1/os-extra_specs', { json: { extra_specs: { 'hw:cpu_policy': value } } }),
      ).toEqual([200, { 'hw:cpu_policy': value }]);
    expect(await ask('GET', '/flavors/detail?minRam=128&limit=1')).toMatchObject([200, [{ name: 'Tiny' }]]);
  });

  it('keeps one key pair of a name, and quotas that change', async () => {
    const json = { keypair: { name: 'mine' } };
    expect((await ask('POST', '/os-keypairs', { as: 'amy:abc', json }))[0]).toBe(200);
    expect((await ask('POST', '/os-keypairs', { as: 'amy:abc', json }))[0]).toBe(409);
    for (const cores of [7, 9])
      expect(await ask('PUT', '/os-quota-sets/abc', { json: { quota_set: { cores } } })).toMatchObject([
        200,
        { cores },
      ]);
  });

  it('counts what hosts and projects have in the cells', async () => {
    await computeHost(nova, 'one');
    await serverOn(nova, 'one', { launchedAt: new Date(Date.now() - 3_600_000) });
    expect(await ask('GET', '/os-hypervisors/statistics')).toMatchObject([200, { count: 1, vcpus: 8 }]);
    expect(await ask('GET', '/os-simple-tenant-usage')).toMatchObject([200, [{ tenant_id: 'abc' }]]);
    const json = { aggregate: { name: 'rack', availability_zone: 'north' } };
    const [, rack] = await ask('POST', '/os-aggregates', { json });
    const { id } = rack as { readonly id: number };
    expect(await ask('POST', `/os-aggregates/${id}/action`, { json: { add_host: { host: 'one' } } })).toMatchObject([
      200,
      { hosts: ['one'] },
    ]);
    expect(await ask('GET', '/os-availability-zone')).toMatchObject([200, [{ zoneName: 'north' }]]);
  });

  it('refuses texts that its columns do not hold', async () => {
    const text = { message: 'A text has characters that the database does not hold.' };
    expect(await ask('GET', '/flavors/%F0%9F%98%80')).toMatchObject([400, text]);
    expect(await ask('PUT', '/os-quota-sets/%F0%9F%98%80', { json: { quota_set: { cores: 1 } } })).toMatchObject([
      400,
      text,
    ]);
    expect(await nova.databases.api.client.quota.count({ where: { hardLimit: 1 } })).toBe(0);
  });
});
