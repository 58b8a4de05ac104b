// SPDX-License-Identifier: Apache-2.0
import { RemoteError } from '@stackport/messaging';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { objectOf } from '../../../object-values.js';
import { messageOf, TestServers } from '../test-servers.js';

let servers: TestServers;
beforeAll(async () => {
  servers = await TestServers.start();
});
afterAll(() => servers.nova.close());
beforeEach(() => void servers.sent.splice(0));

const admin = { as: 'admin:abc' };

describe('what a host is asked of its server', () => {
  it('is its console’s output, without control characters', async () => {
    servers.answers.get_console_output = 'one\u0007\r\ntwo\tthree';
    const uuid = await servers.server();
    const answer = await servers.act(uuid, 'os-getConsoleOutput', { length: 2 });
    expect([answer.status, answer.body]).toEqual([200, { output: 'one\ntwo\tthree' }]);
    expect(servers.sent[0]?.message.args).toMatchObject({ tail_length: 2 });
    const without = await servers.server({ host: null });
    expect((await servers.act(without, 'os-getConsoleOutput', {})).status).toBe(409);
  });

  it('is where its consoles are', async () => {
    servers.answers.get_vnc_console = { access_url: 'http://proxy/?token=t' };
    const uuid = await servers.server();
    expect((await servers.act(uuid, 'os-getVNCConsole', { type: 'novnc' })).body).toEqual({
      console: { type: 'novnc', url: 'http://proxy/?token=t' },
    });
    const json = { remote_console: { protocol: 'vnc', type: 'novnc' } };
    const path = `/servers/${uuid}/remote-consoles`;
    expect((await servers.ask('POST', path, { json, version: '2.6' })).body).toEqual({
      remote_console: { protocol: 'vnc', type: 'novnc', url: 'http://proxy/?token=t' },
    });
    const wrong = { remote_console: { protocol: 'vnc', type: 'serial' } };
    expect((await servers.ask('POST', path, { json: wrong, version: '2.6' })).status).toBe(400);
    expect((await servers.act(uuid, 'os-getVNCConsole', { type: 'novnc' }, { version: '2.6' })).status).toBe(404);
    const leaving = await servers.server({ task_state: 'deleting' });
    expect((await servers.act(leaving, 'os-getVNCConsole', { type: 'novnc' })).status).toBe(409);
  });

  it('is what it does, in the driver’s form and from 2.48 on in one for all', async () => {
    servers.answers.get_diagnostics = { cpu0_time: 17 };
    servers.answers.get_instance_diagnostics = objectOf('Diagnostics', { state: 'running', num_cpus: 1 });
    const uuid = await servers.server();
    const path = `/servers/${uuid}/diagnostics`;
    expect((await servers.ask('GET', path)).status).toBe(403);
    expect((await servers.ask('GET', path, admin)).body).toEqual({ cpu0_time: 17 });
    expect((await servers.ask('GET', path, { ...admin, version: '2.48' })).body).toMatchObject({
      ...{ state: 'running', num_cpus: 1, uptime: null, cpu_details: [] },
      memory_details: { maximum: null, used: null },
    });
  });

  it('is a new password, which it may not be able to set', async () => {
    const uuid = await servers.server();
    expect((await servers.act(uuid, 'changePassword', { adminPass: 'x' })).status).toBe(202);
    expect(servers.told()).toEqual(['set_admin_password anchor']);
    const refusal = (type: string): Promise<never> => Promise.reject(new RemoteError(type, 'no agent', []));
    for (const [type, status] of [
      ['InstanceAgentNotEnabled', 409],
      ['NotImplementedError', 501],
    ] as const) {
      servers.answers.set_admin_password = refusal(type);
      const answer = await servers.act(await servers.server(), 'changePassword', { adminPass: 'x' });
      expect(answer.status).toBe(status);
    }
    servers.answers.set_admin_password = null;
  });

  it('tells of a state as the API does', async () => {
    const uuid = await servers.server();
    const text = `Instance ${uuid} in power state shutdown. Cannot get_diagnostics while the instance is in this state.`;
    servers.answers.get_diagnostics = Promise.reject(new RemoteError('InstanceInvalidState', text, []));
    const answer = await servers.ask('GET', `/servers/${uuid}/diagnostics`, admin);
    expect([answer.status, messageOf(answer)]).toEqual([
      409,
      `Cannot 'get_diagnostics' instance ${uuid} while it is in power state shutdown`,
    ]);
  });

  it('is the password that the guest left', async () => {
    const uuid = await servers.server({ system_metadata: { password_0: 'ab', password_1: 'cd', other: 'x' } });
    const path = `/servers/${uuid}/os-server-password`;
    expect((await servers.ask('GET', path)).body).toEqual({ password: 'abcd' });
    expect((await servers.ask('DELETE', path)).status).toBe(204);
    expect((await servers.ask('GET', path)).body).toEqual({ password: '' });
    expect((await servers.row(uuid, ['system_metadata'])).system_metadata).toMatchObject({ other: 'x' });
  });

  it('is how its processors are laid out', async () => {
    const cell = { id: 1, cpuset: [0, 1], pcpuset: [], memory: 64, pagesize: 4, cpu_pinning_raw: { 0: 4 } };
    const uuid = await servers.server({ numa_topology: { cells: [cell] } });
    const path = `/servers/${uuid}/topology`;
    const node = { vcpu_set: [0, 1], siblings: [], memory_mb: 64 };
    expect((await servers.ask('GET', path, { version: '2.78' })).body).toEqual({ nodes: [node], pagesize_kb: 4 });
    expect((await servers.ask('GET', path, { ...admin, version: '2.78' })).body).toEqual({
      nodes: [{ ...node, host_node: 1, cpu_pinning: { 0: 4 } }],
      pagesize_kb: 4,
    });
    const plain = await servers.server();
    expect((await servers.ask('GET', `/servers/${plain}/topology`, { version: '2.78' })).body).toEqual({
      ...{ nodes: [], pagesize_kb: null },
    });
    expect((await servers.ask('GET', path, { version: '2.77' })).status).toBe(404);
  });
});
