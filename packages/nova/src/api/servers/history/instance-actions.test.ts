// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageOf, TestServers } from '../test-servers.js';

let servers: TestServers;
let uuid: string;

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 21, 9, 0, second));

beforeAll(async () => {
  servers = await TestServers.start();
  uuid = await servers.server();
  const make = async (action: string, second: number): Promise<number> => {
    const times = { startTime: at(second), createdAt: at(second), updatedAt: at(second + 10) };
    const owner = { instanceUuid: uuid, requestId: `req-${action}`, userId: 'amy', projectId: 'abc' };
    const { id } = await servers.database.client.instanceAction.create({ data: { action, ...owner, ...times } });
    return id;
  };
  const id = await make('create', 1);
  await make('stop', 2);
  await make('start', 3);
  await servers.database.client.instanceActionEvent.create({
    data: {
      ...{ actionId: id, event: 'compute__do_build_and_run_instance', host: 'anchor', result: 'Error' },
      ...{ traceback: 'where', details: 'why', startTime: at(1), finishTime: at(2), createdAt: at(1) },
    },
  });
});
afterAll(() => servers.nova.close());

const path = (tail = ''): string => `/servers/${uuid}/os-instance-actions${tail}`;

const view = (action: string, second: number): object => ({
  action,
  instance_uuid: uuid,
  request_id: `req-${action}`,
  user_id: 'amy',
  project_id: 'abc',
  start_time: `2026-11-21T09:00:0${second}.000000`,
  message: null,
});

describe('what was done with a server', () => {
  it('is listed, the newest first', async () => {
    const old = await servers.ask('GET', path());
    expect(old.body).toEqual({ instanceActions: [view('start', 3), view('stop', 2), view('create', 1)] });
    const updated = (second: number): object => ({ updated_at: `2026-11-21T09:00:1${second}.000000` });
    const page = await servers.ask('GET', path('?limit=1&marker=req-start'), { version: '2.58' });
    expect(page.body).toEqual({
      instanceActions: [{ ...view('stop', 2), ...updated(2) }],
      links: [
        {
          rel: 'next',
          href: `http://host.example/v2.1/servers/${uuid}/os-instance-actions?limit=1&marker=req-stop`,
        },
      ],
    });
    const since = await servers.ask('GET', path('?changes-since=2026-11-21T09:00:13Z'), { version: '2.58' });
    expect(since.body).toEqual({ instanceActions: [{ ...view('start', 3), ...updated(3) }] });
    const before = await servers.ask('GET', path('?changes-before=2026-11-21T09:00:11Z'), { version: '2.66' });
    expect(before.body).toEqual({ instanceActions: [{ ...view('create', 1), ...updated(1) }] });
  });

  it('is shown with its parts to who may see them', async () => {
    const event = {
      event: 'compute__do_build_and_run_instance',
      start_time: '2026-11-21T09:00:01.000000',
      finish_time: '2026-11-21T09:00:02.000000',
      result: 'Error',
    };
    const events = async (version: string, as: string): Promise<unknown> => {
      const { body } = await servers.ask('GET', path('/req-create'), { version, as });
      return (body as { instanceAction: { events?: unknown } }).instanceAction.events;
    };
    const hostId = expect.stringMatching(/^[0-9a-f]{56}$/) as string;
    expect(await events('2.50', 'amy:abc')).toBeUndefined();
    expect(await events('2.50', 'admin:abc')).toEqual([{ ...event, traceback: 'where' }]);
    expect(await events('2.51', 'amy:abc')).toEqual([event]);
    expect(await events('2.62', 'amy:abc')).toEqual([{ ...event, hostId }]);
    expect(await events('2.84', 'admin:abc')).toEqual([
      { ...event, traceback: 'where', host: 'anchor', hostId, details: 'why' },
    ]);
  });

  it('is not there by another id, nor for another project; of deleted servers from 2.21 on', async () => {
    const missing = await servers.ask('GET', path('/req-nosuch'));
    expect([missing.status, messageOf(missing)]).toEqual([404, 'Action req-nosuch not found']);
    expect((await servers.ask('GET', path(), { as: 'bob:other' })).status).toBe(404);
    const marker = await servers.ask('GET', path('?marker=nosuch'), { version: '2.58' });
    expect(marker.status).toBe(400);
    const gone = await servers.server();
    await servers.instances.destroy(gone);
    const ofGone = (version: string) => servers.ask('GET', `/servers/${gone}/os-instance-actions`, { version });
    expect([(await ofGone('2.20')).status, (await ofGone('2.21')).status]).toEqual([404, 200]);
  });
});
