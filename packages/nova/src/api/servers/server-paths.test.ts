// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServers } from './test-servers.js';

const OTHER = '/os-volumes_boot';

let servers: TestServers;
beforeAll(async () => {
  servers = await TestServers.start();
});
afterAll(() => servers.nova.close());

describe('the other name of servers', () => {
  it('means the same', async () => {
    const uuid = await servers.server();
    for (const path of ['', '/detail', `/${uuid}`]) {
      const { status, body } = await servers.ask('GET', `/servers${path}`, { version: '2.93' });
      expect(status).toBe(200);
      expect((await servers.ask('GET', `${OTHER}${path}`, { version: '2.93' })).body).toEqual(body);
    }
    const json = { server: { name: 'renamed' } };
    expect((await servers.ask('PUT', `${OTHER}/${uuid}`, { json })).body).toMatchObject(json);
    expect((await servers.ask('POST', `${OTHER}/${uuid}/action`, { json: { 'os-stop': null } })).status).toBe(202);
    expect(servers.told()).toEqual(['stop_instance anchor']);
    expect((await servers.ask('POST', `${OTHER}/${uuid}/action`, { json: { resetNetwork: null } })).status).toBe(410);
    expect((await servers.ask('GET', `${OTHER}/${uuid}`, { as: 'bob:other' })).status).toBe(404);
    expect((await servers.ask('DELETE', `${OTHER}/${uuid}`, { as: 'bob:other' })).status).toBe(404);
    expect((await servers.ask('POST', OTHER, { json: { server: {} } })).status).toBe(400);
    expect((await servers.ask('GET', `${OTHER}/${uuid}/os-interface`)).status).toBe(404);
    await servers.instances.save(uuid, { task_state: null });
    expect((await servers.ask('DELETE', `${OTHER}/${uuid}`)).status).toBe(204);
  });
});
