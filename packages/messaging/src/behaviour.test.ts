// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ClaimFailed,
  DeclarationMismatch,
  InvalidTarget,
  MessageUndeliverable,
  MessagingTimeout,
  NoSuchMethod,
  RemoteError,
  RPCVersionCapError,
  TransportClosed,
  UnsupportedVersion,
} from './errors.js';
import { PythonError } from './failure/rebuild-error.js';
import { NotificationListener, type Notification } from './notify/listener.js';
import { Notifier } from './notify/notifier.js';
import { type Endpoint, type MessageHandle } from './rpc/endpoint.js';
import { RpcClient, type RpcClientOptions } from './rpc/rpc-client.js';
import { RpcServer, type RpcServerOptions } from './rpc/rpc-server.js';
import { Calls, type Meeting, type MeetingOptions, meetInProcess, meetOverRabbit } from './testing/meeting.js';

class VolumeNotFound extends Error {
  override readonly name = 'VolumeNotFound';
  readonly kwargs = { volume_id: 'v' };
}

const context = { user_id: 'u', project_id: 'p', is_admin: false };
const modules = { 'cinder.exception': { VolumeNotFound } };

describe.each([
  ['fake://', meetInProcess],
  ['rabbit://', meetOverRabbit],
])('the bus over %s', (_name, meet) => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await meet();
  });
  afterAll(() => meeting.close());

  const serve = async (
    topic: string,
    server: string,
    endpoints: readonly Endpoint[],
    options: RpcServerOptions = {},
    transport: MeetingOptions = {},
  ): Promise<RpcServer> => {
    const rpc = new RpcServer(meeting.open(transport), { topic, server }, endpoints, options);
    await rpc.start();
    return rpc;
  };
  const methods = (all: Endpoint['methods'], version = '3.0'): Endpoint[] => [{ target: { version }, methods: all }];
  const client = (topic: string, options: RpcClientOptions = {}, version = '3.0'): RpcClient =>
    new RpcClient(meeting.open(), { topic, version }, { timeout: 10, ...options });
  const end = async (...servers: RpcServer[]): Promise<void> => {
    for (const server of servers) await server.stop();
    for (const server of servers) await server.wait();
  };

  it('calls a method with its arguments and its context, and gives what it returns', async () => {
    const server = await serve('echo', 'h1', methods({ echo: async (values, args) => ({ values, args }) }));
    const args = { x: 1, y: [null, { z: 'ü' }], when: new Date('2026-11-21T08:49:41.5Z') };
    const there = { x: 1, y: [null, { z: 'ü' }], when: '2026-11-21T08:49:41.500000' };
    expect(await client('echo').call(context, 'echo', args)).toEqual({ values: context, args: there });
    expect(await client('echo').prepare({ server: 'h1' }).call(context, 'echo')).toEqual({ values: context, args: {} });
    await end(server);
  });

  it('many calls at once each get their own answer', async () => {
    const server = await serve('many', 'h1', methods({ double: async (_context, { n }) => Number(n) * 2 }));
    const rpc = client('many');
    const numbers = Array.from({ length: 300 }, (_, n) => n);
    expect(await Promise.all(numbers.map((n) => rpc.call(context, 'double', { n })))).toEqual(
      numbers.map((n) => n * 2),
    );
    await end(server);
  });

  it("throws the server's error: of its class where that is allowed, Python's own, else a RemoteError", async () => {
    const failing = methods({
      missing: () => Promise.reject(new VolumeNotFound('Volume v could not be found.')),
      value: () => Promise.reject(new RangeError('no')),
    });
    const server = await serve('failing', 'h1', failing, { errorModules: modules });
    const missing = await client('failing', { allowedRemoteModules: modules })
      .call(context, 'missing')
      .catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(VolumeNotFound);
    expect(missing).toMatchObject({
      name: 'VolumeNotFound_Remote',
      message: 'Volume v could not be found.',
      kwargs: { volume_id: 'v' },
      args: ['Volume v could not be found.'],
    });
    const value = await client('failing')
      .call(context, 'value')
      .catch((error: unknown) => error);
    expect(value).toBeInstanceOf(PythonError);
    expect(value).toMatchObject({ name: 'ValueError_Remote', pythonClass: 'ValueError', message: 'no' });
    const stranger = await client('failing')
      .call(context, 'missing')
      .catch((error: unknown) => error);
    expect(stranger).toBeInstanceOf(RemoteError);
    expect(stranger).toMatchObject({ excType: 'VolumeNotFound', value: 'Volume v could not be found.' });
    await end(server);
  });

  it('refuses versions and methods that no endpoint has, and names that are not for calling', async () => {
    const server = await serve('versions', 'h1', [
      { target: { version: '3.5' }, methods: { there: async () => 1, _hidden: async () => 1 } },
      { target: { version: '1.0', namespace: 'baseapi' }, methods: { ping: async () => 'pong' } },
    ]);
    const rpc = client('versions', {}, '3.5');
    expect(await rpc.call(context, 'there')).toBe(1);
    await expect(rpc.prepare({ version: '3.6' }).call(context, 'there')).rejects.toThrow(UnsupportedVersion);
    await expect(rpc.prepare({ version: '4.0' }).call(context, 'there')).rejects.toThrow(UnsupportedVersion);
    await expect(rpc.prepare({ namespace: 'x' }).call(context, 'there')).rejects.toThrow(UnsupportedVersion);
    for (const name of ['nowhere', '_hidden', 'constructor', '__proto__'])
      await expect(rpc.call(context, name)).rejects.toThrow(NoSuchMethod);
    expect(await rpc.prepare({ namespace: 'baseapi', version: '1.0' }).call(context, 'ping')).toBe('pong');
    const capped = client('versions', { versionCap: '3.2' });
    expect([capped.canSendVersion('3.2'), capped.canSendVersion('3.3'), capped.canSendVersion()]).toEqual([
      true,
      false,
      true,
    ]);
    await expect(capped.prepare({ version: '3.3' }).cast(context, 'there')).rejects.toThrow(RPCVersionCapError);
    expect(() => capped.prepare({ version: 'new' })).toThrow(TypeError);
    await end(server);
  });

  it('casts go to one server of a topic, to the one that is named, or to all', async () => {
    const calls = [new Calls(), new Calls()] as const;
    const note = (index: 0 | 1): Endpoint[] => methods({ note: async (_context, { n }) => calls[index].add(n) });
    const servers = [await serve('cast', 'h1', note(0)), await serve('cast', 'h2', note(1))];
    const rpc = client('cast');
    await rpc.prepare({ server: 'h2' }).cast(context, 'note', { n: 'named' });
    await rpc.prepare({ fanout: true }).cast(context, 'note', { n: 'all' });
    expect([...(await calls[1].until(2))].sort()).toEqual(['all', 'named']);
    expect(await calls[0].until(1)).toEqual(['all']);
    for (let n = 0; n < 10; n += 1) await rpc.cast(context, 'note', { n });
    await calls[0].until(6);
    await calls[1].until(7);
    expect([calls[0].seen.length, calls[1].seen.length]).toEqual([6, 7]);
    await end(...servers);
  });

  it('a message that no queue takes is an error, unless that is not wanted', async () => {
    const rpc = client('nobody');
    await expect(rpc.cast(context, 'x')).rejects.toThrow(MessageUndeliverable);
    await expect(rpc.call(context, 'x')).rejects.toThrow(MessageUndeliverable);
    await rpc.prepare({ mandatory: false }).cast(context, 'x');
    await rpc.prepare({ fanout: true }).cast(context, 'x');
    await expect(rpc.prepare({ mandatory: false, timeout: 0.2 }).call(context, 'x')).rejects.toThrow(MessagingTimeout);
    await expect(rpc.prepare({ fanout: true }).call(context, 'x')).rejects.toThrow(InvalidTarget);
  });

  it('a call that is not answered in time is given up; a call monitor keeps one alive and notices a silent server', async () => {
    let release: (() => void) | undefined;
    const slow = methods({
      slow: async () => {
        await sleep(2500);
        return 'done';
      },
      never: () => new Promise<void>((resolve) => (release = resolve)),
    });
    const server = await serve('slow', 'h1', slow);
    await expect(client('slow', { timeout: 0.3 }).call(context, 'never')).rejects.toThrow(MessagingTimeout);
    release?.();
    // Alive every second, so the two seconds never pass.
    expect(await client('slow', { callMonitorTimeout: 2 }).call(context, 'slow')).toBe('done');
    // Nothing shorter than two seconds is served by heartbeats.
    await expect(client('slow', { callMonitorTimeout: 1 }).call(context, 'slow')).rejects.toThrow(MessagingTimeout);
    await end(server);
  });

  it('what a stopped server had begun is finished, what it had not begun another does', async () => {
    const begun = new Calls();
    let release: (() => void) | undefined;
    const first = await serve(
      'handover',
      'h1',
      methods({
        work: async (_context, { n }) => {
          begun.add(`h1:${String(n)}`);
          await new Promise<void>((resolve) => (release = resolve));
          begun.add(`h1 done:${String(n)}`);
        },
      }),
      { concurrency: 1 },
    );
    const rpc = client('handover');
    for (const n of [1, 2, 3]) await rpc.cast(context, 'work', { n });
    await begun.until(1);
    await first.stop();
    const handles: MessageHandle[] = [];
    const second = await serve(
      'handover',
      'h2',
      methods({
        work: async (_context, { n }, message) => {
          handles.push(message);
          begun.add(`h2:${String(n)}`);
        },
      }),
    );
    await begun.until(3);
    release?.();
    await first.wait();
    expect([...begun.seen].sort()).toEqual(['h1 done:1', 'h1:1', 'h2:2', 'h2:3']);
    expect(handles.map((handle) => handle.redelivered)).toEqual([true, true]);
    await end(second);
  });

  it('a claimed message is not delivered again when its server dies, an unclaimed one is', async () => {
    const seen = new Calls<string>();
    const transport = meeting.open();
    const dying = new RpcServer(
      transport,
      { topic: 'claims', server: 'h1' },
      methods({
        claimed: async (_context, _args, message) => {
          await message.acknowledge();
          seen.add('claimed by h1');
          await new Promise(() => undefined);
        },
        unclaimed: async () => {
          seen.add('unclaimed by h1');
          await new Promise(() => undefined);
        },
      }),
    );
    await dying.start();
    const rpc = client('claims');
    await rpc.cast(context, 'claimed');
    await rpc.cast(context, 'unclaimed');
    await seen.until(2);
    await transport.close();
    const other = await serve(
      'claims',
      'h2',
      methods({
        claimed: async () => seen.add('claimed by h2'),
        unclaimed: async () => seen.add('unclaimed by h2'),
        last: async () => seen.add('last by h2'),
      }),
    );
    await seen.until(3);
    await rpc.cast(context, 'last');
    expect((await seen.until(4)).slice(2)).toEqual(['unclaimed by h2', 'last by h2']);
    await end(other);
  });

  it('a message whose work could not be claimed comes again, to this server or another; a caller is told', async () => {
    const tries: { readonly name: unknown; readonly redelivered: boolean }[] = [];
    let isDatabaseThere = false;
    const endpoints = methods({
      make: async (_context, { name }, message) => {
        tries.push({ name, redelivered: message.redelivered });
        if (!isDatabaseThere) throw new ClaimFailed(new Error('no database'));
        await message.acknowledge();
        return 'made';
      },
    });
    const first = await serve('unclaimed', 'one', endpoints, { acknowledge: 'claim' });
    await client('unclaimed').cast(context, 'make', { name: 'a' });
    await expect.poll(() => tries.length, { timeout: 20_000 }).toBeGreaterThan(1);
    expect(tries.at(-1)).toEqual({ name: 'a', redelivered: true });
    await expect(client('unclaimed').call(context, 'make', { name: 'b' })).rejects.toThrow('no database');
    // What it waits with goes back at once.
    await end(first);
    isDatabaseThere = true;
    tries.length = 0;
    const second = await serve('unclaimed', 'two', endpoints, { acknowledge: 'claim' });
    await expect.poll(() => tries, { timeout: 20_000 }).toEqual([{ name: 'a', redelivered: true }]);
    expect(await client('unclaimed').call(context, 'make', { name: 'c' })).toBe('made');
    await end(second);
  }, 60_000);

  it('acknowledges on receipt where that is wanted, as oslo.messaging', async () => {
    const seen = new Calls<string>();
    const transport = meeting.open({ acknowledge: 'receipt' });
    const hang = methods({ hang: async () => (seen.add('h1'), new Promise(() => undefined)) });
    await new RpcServer(transport, { topic: 'receipt', server: 'h1' }, hang).start();
    await client('receipt').cast(context, 'hang');
    await seen.until(1);
    await transport.close();
    const other = await serve(
      'receipt',
      'h2',
      methods({ hang: async () => seen.add('h2'), last: async () => seen.add('last') }),
    );
    await client('receipt').cast(context, 'last');
    expect(await seen.until(2)).toEqual(['h1', 'last']);
    await end(other);
  });

  it('hands out no more than the prefetch count, and works on no more than the executor has room for', async () => {
    let most = 0;
    let now = 0;
    const work = methods({
      work: async () => {
        most = Math.max(most, (now += 1));
        await sleep(10);
        now -= 1;
      },
    });
    const few = await serve('few', 'h1', work, { concurrency: 3 });
    await Promise.all(Array.from({ length: 12 }, () => client('few').call(context, 'work')));
    expect(most).toBe(3);
    await end(few);
    most = 0;
    const one = await serve('one', 'h1', work, {}, { rabbit: { rabbit_qos_prefetch_count: 1 } });
    const rpc = client('one');
    await Promise.all(Array.from({ length: 12 }, () => rpc.call(context, 'work')));
    // RabbitMQ counts for each consumer.
    expect(most).toBe(1);
    await end(one);
  });

  it('what cannot be read is dropped, and what follows is served', async () => {
    const server = await serve('garbage', 'h1', methods({ fine: async () => 'fine' }));
    const rpc = client('garbage');
    const hidden = meeting.open();
    await hidden.cast({ topic: 'garbage' }, {}, { args: {}, toJSON: () => 'no object' });
    await hidden.cast({ topic: 'garbage' }, {}, { method: 'fine', args: null, version: '3.0' });
    expect(await rpc.call(context, 'fine')).toBe('fine');
    await end(server);
  });

  it('answers oslo_rpc_server_ping where rpc_ping_enabled', async () => {
    const server = await serve('ping', 'h1', [], {}, { rpcPingEnabled: true });
    expect(await client('ping', {}, '1.0').call(context, 'oslo_rpc_server_ping')).toBe('pong');
    await end(server);
  });

  it('notifications wait in their queue for a listener, by priority, without what is secret', async () => {
    const notifier = new Notifier(meeting.open(), 'volume.host1', {
      drivers: ['messagingv2', 'messaging', 'noop', 'test'],
      topics: ['notes'],
    });
    await notifier.info({ ...context, auth_token: 'secret', service_catalog: [] }, 'volume.create.start', { a: 1 });
    await notifier.error(context, 'volume.create.error', { a: 2 });
    const heard = new Calls<Notification>();
    let isFirst = true;
    const listener = new NotificationListener(
      meeting.open(),
      [{ topic: 'notes' }],
      [
        {
          info: async (notification) => {
            if (isFirst) {
              isFirst = false;
              return 'requeue';
            }
            heard.add(notification);
            return 'handled';
          },
          error: async (notification) => (heard.add(notification), 'handled'),
        },
      ],
      { allowRequeue: true },
    );
    await listener.start();
    await heard.until(4);
    const infos = heard.seen.filter(({ eventType }) => eventType === 'volume.create.start');
    expect(infos).toHaveLength(2);
    expect(infos[0]).toMatchObject({ publisherId: 'volume.host1', payload: { a: 1 }, context });
    expect(infos[0]?.context).not.toHaveProperty('auth_token');
    expect(infos[0]?.timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/);
    expect(notifier.sent.map(({ priority }) => priority)).toEqual(['INFO', 'ERROR']);
    await listener.stop();
    await listener.wait();
  });

  it('a declaration that differs from what is there is an error that names queue or exchange, and the option', async () => {
    const server = await serve('differs', 'h1', methods({}));
    const durable = { rabbit: { amqp_durable_queues: true } };
    const start = serve('differs', 'h2', methods({}), {}, durable);
    await expect(start).rejects.toThrow(DeclarationMismatch);
    await expect(start).rejects.toMatchObject({ kind: 'exchange', entity: 'openstack', option: 'amqp_durable_queues' });
    const cast = new RpcClient(meeting.open(durable), { topic: 'differs' }).cast(context, 'x');
    await expect(cast).rejects.toThrow(/exchange 'openstack'.*amqp_durable_queues/);
    const ttl = serve('differs', 'h2', methods({}), {}, { rabbit: { amqp_auto_delete: true } });
    await expect(ttl).rejects.toMatchObject({ option: 'amqp_auto_delete' });
    const quorum = new RpcServer(
      meeting.open({ rabbit: { rabbit_quorum_queue: true } }),
      { topic: 'differs', server: 'h1', exchange: 'elsewhere' },
      methods({}),
    );
    await expect(quorum.start()).rejects.toMatchObject({ kind: 'queue', entity: 'differs' });
    await end(server);
  });

  it('a closed transport rejects what is under way and what comes later', async () => {
    const server = await serve('closing', 'h1', methods({ hang: () => new Promise(() => undefined) }));
    const transport = meeting.open();
    const rpc = new RpcClient(transport, { topic: 'closing', version: '3.0' });
    const call = rpc.call(context, 'hang');
    const outcome = expect(call).rejects.toThrow(TransportClosed);
    await sleep(100);
    await transport.close();
    await outcome;
    await expect(rpc.cast(context, 'hang')).rejects.toThrow(TransportClosed);
    await expect(rpc.call(context, 'hang')).rejects.toThrow(TransportClosed);
    await server.stop();
  });
});
