// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleAuthTokens } from '../../consoles/console-auth-tokens.js';
import type { ExternalEvent } from '../../server-events/external-events.js';
import { cellDatabase, computeHost, serverOn } from '../test-hosts.js';
import { type TestNova, testNova } from '../test-nova-api.js';

const sent: [readonly string[], readonly ExternalEvent[]][] = [];
let nova: TestNova;
beforeAll(async () => {
  nova = await testNova({
    ports: {
      eventSink: {
        send: async (_context, servers, events) =>
          void sent.push([servers.map(({ instance }) => instance.host ?? ''), events]),
      },
    },
  });
  await computeHost(nova, 'one');
});
afterAll(() => nova.close());

describe('events of other services', () => {
  it('go to the hosts of their servers, each with a status of its own', async () => {
    const [placed, unplaced, unknown] = [await serverOn(nova, 'one'), await serverOn(nova, null), randomUUID()];
    const event = (server: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
      name: 'network-changed',
      server_uuid: server,
      ...more,
    });
    const all = [event(placed), event(unplaced), event(unknown), event(placed, { name: 'volume-extended' })];
    const { status, body } = await nova.ask('POST', '/v2.1/os-server-external-events', {
      json: { events: all },
      version: '2.51',
    });
    expect([status, body]).toEqual([
      207,
      {
        events: [
          { ...all[0], status: 'completed', code: 200 },
          { ...all[1], status: 'failed', code: 422 },
          { ...all[2], status: 'failed', code: 404 },
          { ...all[3], status: 'failed', code: 400 },
        ],
      },
    ]);
    expect(sent).toEqual([
      [['one'], [{ name: 'network-changed', instanceUuid: placed, status: 'completed', tag: null }]],
    ]);
    const good = await nova.ask('POST', '/v2.1/os-server-external-events', {
      json: { events: [event(placed, { tag: 'p' })] },
    });
    expect(good.status).toBe(200);
  });

  it('are in the list of the actions of their servers, where users began them elsewhere', async () => {
    const server = await serverOn(nova, 'one');
    const events = [
      { name: 'volume-extended', server_uuid: server, tag: randomUUID() },
      { name: 'power-update', server_uuid: server, tag: 'POWER_OFF' },
      { name: 'network-changed', server_uuid: server },
    ];
    const version = '2.76';
    await nova.ask('POST', '/v2.1/os-server-external-events', { json: { events }, version });
    const { body } = await nova.ask('GET', `/v2.1/servers/${server}/os-instance-actions`, { version });
    const { instanceActions: actions } = body as { instanceActions: { action: string }[] };
    expect(actions.map(({ action }) => action).sort()).toEqual(['extend_volume', 'stop']);
  });

  it('are those of their microversion, and for administrators', async () => {
    const ask = async (name: string, version: string, as = 'admin:abc'): Promise<number> =>
      (
        await nova.ask('POST', '/v2.1/os-server-external-events', {
          json: { events: [{ name, server_uuid: randomUUID() }] },
          ...{ version, as },
        })
      ).status;
    for (const [name, before, since] of [
      ['volume-extended', '2.50', '2.51'],
      ['power-update', '2.75', '2.76'],
      ['accelerator-request-bound', '2.81', '2.82'],
      ['volume-reimaged', '2.92', '2.93'],
    ] as const) {
      expect([await ask(name, before), await ask(name, since)]).toEqual([400, 207]);
    }
    expect(await ask('network-changed', '2.1', 'demo:abc')).toBe(403);
  });
});

describe('tokens of consoles', () => {
  it('are found in the cells; until 2.30 those of RDP only', async () => {
    const tokens = new ConsoleAuthTokens(await cellDatabase(nova));
    const access = { instanceUuid: 'i', host: 'h', port: 5900, internalAccessPath: null, accessUrlBase: null };
    const token = await tokens.authorize({ ...access, consoleType: 'novnc' }, 60);
    const path = `/v2.1/os-console-auth-tokens/${token}`;
    expect((await nova.ask('GET', path, { version: '2.31' })).body).toEqual({
      console: { instance_uuid: 'i', host: 'h', port: 5900, internal_access_path: null },
    });
    expect((await nova.ask('GET', path, { version: '2.30' })).status).toBe(401);
    const missing = await nova.ask('GET', '/v2.1/os-console-auth-tokens/nosuch', { version: '2.31' });
    expect(missing.body).toEqual({ itemNotFound: { code: 404, message: 'Token not found' } });
  });
});

describe('what is no longer there', () => {
  it.each([
    ['GET', '/os-agents'],
    ['GET', '/os-cells/detail'],
    ['POST', '/os-certificates'],
    ['GET', '/os-fping/x'],
    ['DELETE', '/os-networks/x'],
  ])('%s %s is gone', async (method, path) => {
    const { status, body } = await nova.ask(method, `/v2.1${path}`, method === 'POST' ? { json: {} } : {});
    expect([status, body]).toEqual([
      410,
      {
        computeFault: {
          code: 410,
          message: 'This resource is no longer available. No forwarding address is given.',
        },
      },
    ]);
  });

  it('of bare metal is the other service’s', async () => {
    expect((await nova.ask('GET', '/v2.1/os-baremetal-nodes')).status).toBe(501);
    expect((await nova.ask('GET', '/v2.1/os-baremetal-nodes', { version: '2.36' })).status).toBe(404);
    expect((await nova.ask('POST', '/v2.1/os-baremetal-nodes', { json: {} })).body).toEqual({
      badRequest: {
        code: 400,
        message: 'Command Not supported. Please use Ironic command node-create to perform this action.',
      },
    });
  });
});
