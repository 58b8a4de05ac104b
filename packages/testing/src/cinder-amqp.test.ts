// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bootCinder, type BootedCinder } from './boot-cinder.js';
import type { Client } from './client.js';
import { forms, propertiesOf } from './message-forms.js';
import { RabbitTap, RabbitVhost } from './rabbit.js';
import { RecordedBus } from './recorded-bus.js';
import { messageOf, recordedCinderMessages, type RecordedMessage } from './recorded-messages.js';

const PROJECT = 'edff08f001ac454a965d26619027b341';
const USER = 'c379bcb1a47d417295d070c8be57fc0b';
const VOLUME = 'fe0843e5-a70d-404d-b4e2-18cde2c719f0';
const DEFAULT_TYPE = '148b152d-4da3-43c9-b16f-a6398cbed515';
const HOST = 'anchor@fake#fake';
const FANOUT = 'cinder-scheduler_fanout';
const PATIENCE = { timeout: 20_000 };

const recorded = recordedCinderMessages();
const find = (method: string, key: string, nth = 0): RecordedMessage => {
  const found = recorded.filter(({ message, routingKey }) => message.method === method && routingKey === key)[nth];
  if (found === undefined) throw new Error(`no ${method} to ${key} was recorded`);
  return found;
};
const SCHEDULER = 'cinder-scheduler';
const BACKEND = 'cinder-volume.anchor@fake.anchor';

/** The service as it was configured where the messages were recorded, over a bus that is looked at. */
async function boot(vhost: RabbitVhost): Promise<BootedCinder> {
  return bootCinder({
    workers: true,
    values: {
      DEFAULT: {
        transport_url: vhost.url,
        host: 'anchor',
        enabled_backends: ['fake'],
        default_volume_type: '__DEFAULT__',
      },
      fake: { volume_driver: 'cinder.tests.fake_driver.FakeLoggingVolumeDriver', volume_backend_name: 'fake' },
    },
  });
}

describe('messages that Python sent', () => {
  let vhost: RabbitVhost;
  let cinder: BootedCinder;
  let bus: RecordedBus;
  beforeAll(async () => {
    vhost = await RabbitVhost.create();
    cinder = await boot(vhost);
    bus = await RecordedBus.open(vhost.url);
    await cinder.database.client.volumeType.updateMany({ where: { name: '__DEFAULT__' }, data: { id: DEFAULT_TYPE } });
  });
  afterAll(async () => {
    await bus.close();
    await cinder.close();
    await vhost.remove();
  });

  const send = (one: RecordedMessage): Promise<void> => bus.send(one);
  const call = (one: RecordedMessage): Promise<unknown> => bus.call(one);
  const { client } = { client: () => cinder.database.client };
  const volume = () => client().volume.findUniqueOrThrow({ where: { id: VOLUME } });
  const until = (values: object) => vi.waitFor(async () => expect(await volume()).toMatchObject(values), PATIENCE);

  it('create_volume makes the volume: at the scheduler, and at the back end itself', async () => {
    const row = { id: VOLUME, projectId: PROJECT, userId: USER, size: 1, status: 'creating', attachStatus: 'detached' };
    const data = { ...row, volumeTypeId: DEFAULT_TYPE, availabilityZone: 'nova', createdAt: new Date() };
    await client().volume.create({ data });
    await send(find('create_volume', SCHEDULER));
    await until({ status: 'available', host: HOST });
    expect((await volume()).launchedAt).not.toBeNull();
    await client().volume.update({ where: { id: VOLUME }, data: { status: 'creating', launchedAt: null } });
    await send(find('create_volume', BACKEND));
    await until({ status: 'available', host: HOST });
    expect((await volume()).launchedAt).not.toBeNull();
  });

  it('attachment_update and attachment_delete are answered', async () => {
    const update = find('attachment_update', BACKEND);
    const id = String(update.message.args.attachment_id);
    await client().volume.update({ where: { id: VOLUME }, data: { status: 'reserved' } });
    await client().volumeAttachment.create({
      data: { id, volumeId: VOLUME, attachStatus: 'reserved', attachMode: 'null', instanceUuid: id },
    });
    expect(await call(update)).toMatchObject({ driver_volume_type: 'iscsi', attachment_id: id, access_mode: 'rw' });
    const attached = await client().volumeAttachment.findUniqueOrThrow({ where: { id } });
    expect(JSON.parse(attached.connector ?? '')).toEqual(update.message.args.connector);
    expect(await call(find('attachment_delete', BACKEND))).toBeNull();
    await client().volumeAttachment.delete({ where: { id } });
    await client().volume.update({ where: { id: VOLUME }, data: { status: 'available', attachStatus: 'detached' } });
  });

  it('create_snapshot and delete_snapshot make a snapshot, and take it away', async () => {
    const [scheduled, direct] = [find('create_snapshot', SCHEDULER), find('create_snapshot', BACKEND)];
    const { id } = dataOf(scheduled.message.args.snapshot);
    const snapshot = () => client().snapshot.findUniqueOrThrow({ where: { id: String(id) } });
    const is = (status: string) => vi.waitFor(async () => expect(await snapshot()).toMatchObject({ status }), PATIENCE);
    await client().snapshot.create({
      data: {
        id: String(id),
        volumeId: VOLUME,
        volumeTypeId: DEFAULT_TYPE,
        projectId: PROJECT,
        status: 'creating',
        volumeSize: 1,
        progress: '0%',
      },
    });
    await send(scheduled);
    await is('available');
    await client().snapshot.update({ where: { id: String(id) }, data: { status: 'creating', progress: '0%' } });
    await send(direct);
    await is('available');
    expect((await snapshot()).progress).toBe('100%');
    await client().snapshot.update({ where: { id: String(id) }, data: { status: 'deleting' } });
    await send(find('delete_snapshot', BACKEND));
    await is('deleted');
  });

  it('extend_volume extends it: at the scheduler, and at the back end itself', async () => {
    for (const [key, size] of [
      [SCHEDULER, 1],
      [BACKEND, 1],
    ] as const) {
      await client().volume.update({ where: { id: VOLUME }, data: { status: 'extending', size } });
      await send(find('extend_volume', key));
      await until({ status: 'available', size: 2 });
    }
  });

  it('capabilities are taken from a fanout, and passed on as a notification', async () => {
    const admin = cinder.client.as(cinder.validator.issue({ project: PROJECT, roles: ['admin'] }));
    const allocated = async (): Promise<unknown> => {
      const answer = await admin.get(`/v3/${PROJECT}/scheduler-stats/get_pools?detail=True`);
      return (answer.json() as { pools: { capabilities: Record<string, unknown> }[] }).pools[0]?.capabilities;
    };
    for (const nth of [0, 1]) {
      const update = find('update_service_capabilities', '', nth);
      const notice = find('notify_service_capabilities', SCHEDULER, nth);
      // They are of a time long ago, and what is older than what is known is not taken: they are sent as of now.
      const now = new Date().toISOString().replace('Z', '000');
      await bus.send(update, later(update, now));
      await bus.send(notice, later(notice, now));
      await vi.waitFor(
        async () => expect(await allocated()).toMatchObject({ allocated_capacity_gb: 100, storage_protocol: 'fake' }),
        PATIENCE,
      );
    }
  });

  it('delete_volume takes it away', async () => {
    await client().volume.update({ where: { id: VOLUME }, data: { status: 'deleting' } });
    await send(find('delete_volume', BACKEND));
    await until({ status: 'deleted', deleted: true });
  });

  it('are all of the recording; none was refused', () => {
    expect(recorded.filter((one) => !bus.sent.has(one)).map(({ message }) => message.method)).toEqual([]);
    const refusals = /UnsupportedVersion|NoSuchMethod|The message has no|Invalid argument of a message/;
    expect(cinder.lines.filter((line) => refusals.test(line))).toEqual([]);
  });
});

/** The body of a message with its `timestamp` argument changed. */
function later(one: RecordedMessage, timestamp: string): string {
  const message = messageOf(one.body);
  const changed = { ...message, args: { ...message.args, timestamp } };
  return JSON.stringify({ 'oslo.version': '2.0', 'oslo.message': JSON.stringify(changed) });
}

function dataOf(object: unknown): Readonly<Record<string, unknown>> {
  return (object as Record<string, Record<string, unknown>>)['versioned_object.data'] ?? {};
}

describe('messages of the same actions', () => {
  let vhost: RabbitVhost;
  let cinder: BootedCinder;
  let tap: RabbitTap;
  let admin: Client;
  beforeAll(async () => {
    vhost = await RabbitVhost.create();
    tap = await RabbitTap.open(vhost.url);
    await tap.listen('openstack', 'topic');
    await tap.listen(FANOUT, 'fanout');
    cinder = await boot(vhost);
    // As `cinder-manage db sync` leaves it.
    await cinder.database.client.volumeType.updateMany({ data: { updatedAt: new Date() } });
    admin = cinder.client
      .as(cinder.validator.issue({ project: PROJECT, user: USER, roles: ['reader', 'admin', 'member'] }))
      .with({ 'OpenStack-API-Version': 'volume 3.70' });
    await act();
  });
  afterAll(async () => {
    await cinder.close();
    await tap.close();
    await vhost.remove();
  });

  /** What was done when the messages were recorded: a volume, attached, a snapshot of it, detached, extended, deleted. */
  async function act(): Promise<void> {
    const volumes = `/v3/${PROJECT}/volumes`;
    const volume = idOf(await admin.post(volumes, { volume: { size: 1, name: 'amqp-v' } }), 'volume');
    const until = (path: string, kind: string, status: string) =>
      vi.waitFor(
        async () =>
          expect(((await admin.get(path)).json() as Record<string, { status: string }>)[kind]?.status).toBe(status),
        PATIENCE,
      );
    const gone = (path: string) => vi.waitFor(async () => expect((await admin.get(path)).status).toBe(404), PATIENCE);
    const path = `${volumes}/${volume}`;
    await until(path, 'volume', 'available');
    const attachment = idOf(
      await admin.post(`/v3/${PROJECT}/attachments`, { attachment: { volume_uuid: volume, instance_uuid: VOLUME } }),
      'attachment',
    );
    const connector = { ip: '127.0.0.1', initiator: 'fake', host: 'anchor', mountpoint: '/dev/sdb' };
    const attached = `/v3/${PROJECT}/attachments/${attachment}`;
    const updated = await admin.send('PUT', attached, { json: { attachment: { connector } } });
    expect(updated.status, updated.text).toBe(200);
    expect((await admin.post(`${attached}/action`, { 'os-complete': {} })).status).toBe(204);
    const snapshot = idOf(
      await admin.post(`/v3/${PROJECT}/snapshots`, { snapshot: { volume_id: volume, force: true, name: 's' } }),
      'snapshot',
    );
    await until(`/v3/${PROJECT}/snapshots/${snapshot}`, 'snapshot', 'available');
    expect((await admin.delete(`/v3/${PROJECT}/snapshots/${snapshot}`)).status).toBe(202);
    await gone(`/v3/${PROJECT}/snapshots/${snapshot}`);
    expect((await admin.delete(attached)).status).toBe(200);
    expect((await admin.post(`${path}/action`, { 'os-extend': { new_size: 2 } })).status).toBe(202);
    await until(path, 'volume', 'available');
    expect((await admin.delete(path)).status).toBe(202);
    await gone(path);
    await vi.waitFor(() => expect(sent('notify_service_capabilities', SCHEDULER)).toBeDefined(), PATIENCE);
  }

  /** cinder-backup reports as well. */
  const sent = (method: string, key: string) =>
    tap.seen.find(({ routingKey, body }) => {
      const { method: name, args } = messageOf(body);
      return routingKey === key && name === method && (args.service_name ?? 'volume') === 'volume';
    });

  it.each(recorded.slice(0, 12).map((one) => ({ ...one, method: one.message.method })))(
    'are the same: $method to $routingKey',
    async ({ method, routingKey, exchange, properties, message }) => {
      // The listener may hear of a message after its work is done.
      const ours = await vi.waitFor(() => {
        const found = sent(method, routingKey);
        expect(found).toBeDefined();
        return found;
      }, PATIENCE);
      expect(ours?.exchange).toBe(exchange);
      expect(propertiesOf(ours?.properties ?? {})).toEqual(properties);
      const mine = messageOf(ours?.body ?? '');
      expect(JSON.parse(ours?.body ?? '')).toMatchObject({ 'oslo.version': '2.0' });
      expect(Object.keys(mine).sort()).toEqual(Object.keys(message).sort());
      expect(mine.version).toBe(message.version);
      const isCompared = (line: string): boolean => !loadedLate.some((pattern) => pattern.test(line));
      const compared = (args: unknown): string[] => forms(args, FREE).filter(isCompared).sort();
      expect(compared(mine.args)).toEqual(compared(message.args));
    },
  );
});

function idOf(answer: { readonly status: number; readonly text: string; json(): unknown }, kind: string): string {
  expect([200, 202], answer.text).toContain(answer.status);
  return String((answer.json() as Record<string, { id: string }>)[kind]?.id);
}

/** Parts of objects that upstream happens to have read, or not; who gets the object reads them when it needs them. */
const loadedLate = [
  /\/glance_metadata$/,
  /^\/snapshot\/volume\/(metadata|admin_metadata|volume_attachment|volume_type)\b/,
];

/** Parts whose names are whoever's who wrote them. */
const FREE = { free: new Set(['metadata', 'admin_metadata', 'glance_metadata', 'connection_info', 'extra_specs']) };
