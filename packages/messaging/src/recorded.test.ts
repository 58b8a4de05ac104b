// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { connect } from 'amqplib';
import { describe, expect, it } from 'vitest';
import { unpackMessage } from './envelope.js';
import { type BrokerOperation, FakeBroker } from './fake/fake-broker.js';
import { Notifier } from './notify/notifier.js';
import { defaultTransportOptions } from './options/index.js';
import { RpcClient } from './rpc/rpc-client.js';
import { RpcServer } from './rpc/rpc-server.js';
import { RabbitVhost } from './testing/rabbit-vhost.js';
import { getTransport } from './transport.js';

const read = (name: string): string =>
  readFileSync(new URL(`../../testing/reference/${name}`, import.meta.url), 'utf8');
const context = { user_id: 'u', project_id: 'p', is_admin: false };

type Recorded = Record<string, unknown> & { readonly step: string; readonly op: string };
const recorded = read('rpc/oslo_messaging_capture.jsonl')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

/** Ids, times and stacks differ from run to run. */
function normal(value: unknown): unknown {
  if (typeof value === 'string')
    return value
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
      .replace(/[0-9a-f]{32}/g, '<hex>')
      .replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/, '<time>');
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key === 'failure' && typeof each === 'string') return [key, normal(JSON.parse(each))];
      return [key, key === 'tb' ? '<lines>' : normal(each)];
    }),
  );
}

/** The message of a body, and whether it stands in an envelope. */
function bodyOf(body: string): unknown {
  return { envelope: 'oslo.version' in (JSON.parse(body) as object), message: normal(unpackMessage(body)) };
}

function fromRecord({ op, ...record }: Recorded): unknown {
  const { exchange, type, durable, auto_delete: autoDelete, queue, routing_key: routingKey } = record;
  switch (op) {
    case 'exchange_declare':
      return { op, exchange, type, durable, autoDelete };
    case 'queue_declare':
      return { op, queue: normal(queue), durable, autoDelete, arguments: record.arguments };
    case 'queue_bind':
      return { op, queue: normal(queue), exchange, routingKey };
    default: {
      const { body, properties } = record.message as { body: string; properties: { expiration?: string } };
      const { expiration } = properties;
      return { op, exchange, routingKey: normal(routingKey), expiration, ...(bodyOf(body) as object) };
    }
  }
}

function fromOperation(operation: BrokerOperation): unknown {
  const { op } = operation;
  switch (op) {
    case 'exchange_declare': {
      const { name, type, durable, autoDelete } = operation.exchange;
      return { op, exchange: name, type, durable, autoDelete };
    }
    case 'queue_declare': {
      const { name, durable, autoDelete, arguments: more } = operation.queue;
      return { op, queue: normal(name), durable, autoDelete, arguments: more };
    }
    case 'queue_bind':
      return { op, queue: normal(operation.queue), exchange: operation.exchange, routingKey: operation.routingKey };
    default: {
      const { exchange, routingKey, expiration, body } = operation.publication;
      return {
        op,
        exchange: exchange?.name ?? '',
        routingKey: normal(routingKey),
        expiration: expiration === undefined ? undefined : String(expiration),
        ...(bodyOf(body) as object),
      };
    }
  }
}

/** Python declares an exchange once per connection, and its queue's exchange once more: which, not how often, is compared. */
function once(operations: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return operations.filter((operation) => {
    const key = JSON.stringify(operation);
    if (!key.includes('_declare') && !key.includes('queue_bind')) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const isPublish = (one: unknown): boolean => (one as { op: string }).op === 'publish';

describe('what oslo.messaging 14.0.3 was recorded to declare and send', () => {
  it('is what we declare and send, message by message', async () => {
    const fakeBroker = new FakeBroker();
    const config = defaultTransportOptions();
    const open = () => getTransport({ url: 'fake://', exchange: 'cinder', config, fakeBroker });
    const steps = new Map<string, unknown[]>();
    const step = async (name: string, run: () => Promise<unknown>): Promise<void> => {
      const operations: BrokerOperation[] = [];
      fakeBroker.observe = (operation) => operations.push(operation);
      await run();
      fakeBroker.observe = undefined;
      steps.set(name, operations.map(fromOperation));
    };
    const transport = open();
    const server = new RpcServer(open(), { topic: 'cinder-volume', server: 'host1' }, [
      {
        target: { version: '3.0' },
        methods: {
          echo: async (_context, args) => args,
          note: async () => null,
          boom: () => Promise.reject(Object.assign(new RangeError('bad'), { name: 'ValueError' })),
        },
      },
    ]);
    await step('server start', () => server.start());
    const client = new RpcClient(
      transport,
      { topic: 'cinder-volume', version: '3.0', server: 'host1' },
      { timeout: 5 },
    );
    await step('call', () => client.call(context, 'echo', { x: 1 }));
    await step('cast', () => client.cast(context, 'note', { x: 1 }));
    await step('fanout', () => client.prepare({ fanout: true }).cast(context, 'note', { x: 1 }));
    await step('error', () => expect(client.call(context, 'boom')).rejects.toThrow('bad'));
    const secret = { ...context, auth_token: 't' };
    const notify = (driver: string) =>
      new Notifier(transport, 'volume.host1', { drivers: [driver] }).info(secret, 'volume.create.start', { a: 1 });
    await step('notify', () => notify('messagingv2'));
    await step('notify v1', () => notify('messaging'));
    await server.stop();

    const names = [...new Set(recorded.map((record) => record.step))];
    expect([...steps.keys()]).toEqual(names);
    for (const name of names) {
      const theirs = once(recorded.filter((record) => record.step === name).map(fromRecord));
      const ours = once(steps.get(name) as unknown[]);
      expect(ours.filter(isPublish), name).toEqual(theirs.filter(isPublish));
      // They remember over the steps what they declared; we are told by a fake broker each time.
      expect(ours, name).toEqual(expect.arrayContaining(theirs));
      if (name === 'server start') expect(ours).toEqual(theirs);
    }
  });

  it('stands on the broker as it did for cinder and nova: exchanges, queues, bindings', async () => {
    const vhost = await RabbitVhost.create();
    const rabbit = { kombu_reconnect_delay: 0 };
    const transports = ['openstack', 'nova'].map((exchange) =>
      getTransport({ url: vhost.url, exchange, config: defaultTransportOptions({ rabbit }) }),
    );
    try {
      const [cinder, nova] = transports as [(typeof transports)[0], (typeof transports)[0]];
      const served: readonly (readonly [typeof cinder, string, string])[] = [
        [cinder, 'cinder-scheduler', 'anchor'],
        [cinder, 'cinder-volume', 'anchor@fake'],
        [cinder, 'cinder-volume.anchor@fake', 'anchor'],
        [nova, 'scheduler', 'anchor'],
        [nova, 'conductor', 'anchor'],
        [nova, 'compute', 'anchor'],
      ];
      for (const [transport, topic, server] of served)
        await new RpcServer(transport, { topic, server }, [{ methods: { ping: async () => null } }]).start();
      // Each of the two has called, and has a reply queue.
      await new RpcClient(cinder, { topic: 'cinder-volume' }).call({}, 'ping');
      await new RpcClient(nova, { topic: 'compute' }).call({}, 'ping');
      const rows = (lists: readonly (readonly string[])[]): string[] =>
        [...new Set(lists.map((row) => row.map(normal).join(' ')))].sort();
      const [exchanges = '', queues = '', bindings = ''] = read('golden/amqp_topology.txt')
        .split(/^(?:name|source_name)\t.*\n/m)
        .slice(1);
      const table = (text: string): string[][] =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t'));
      // cinder-backup ran in the recording only as somebody that one sends to.
      const theirs = (text: string): string[] =>
        rows(table(text)).filter((row) => !/^(amq|cinder-backup)|^ direct/.test(row));
      const ours = await vhost.list('exchanges', 'name', 'type', 'durable', 'auto_delete');
      expect(rows(ours).filter((row) => !/^amq|^ direct/.test(row))).toEqual(theirs(exchanges));
      expect(rows(await vhost.list('queues', 'name', 'durable', 'auto_delete', 'arguments'))).toEqual(theirs(queues));
      const bound = await vhost.list('bindings', 'source_name', 'destination_name', 'routing_key');
      expect(rows(bound)).toEqual(theirs(bindings));
    } finally {
      await Promise.all(transports.map((transport) => transport.close()));
      await vhost.remove();
    }
  }, 60_000);

  it('has these properties on the wire', async () => {
    const vhost = await RabbitVhost.create();
    const config = defaultTransportOptions();
    const transport = getTransport({ url: vhost.url, exchange: 'openstack', config });
    const connection = await connect(vhost.url.replace('rabbit:', 'amqp:'));
    try {
      const channel = await connection.createChannel();
      await channel.assertExchange('openstack', 'topic', { durable: false });
      await channel.assertQueue('raw', { durable: false });
      await channel.bindQueue('raw', 'openstack', 'raw');
      const client = new RpcClient(transport, { topic: 'raw', version: '1.0' });
      await client.cast({ user_id: 'ü' }, 'x', { a: 'ü' });
      const call = client.prepare({ timeout: 5 }).call({}, 'x');
      const outcome = expect(call).rejects.toThrow();
      const received = [];
      while (received.length < 2) {
        const message = await channel.get('raw', { noAck: true });
        if (message !== false) received.push(message);
      }
      const properties = {
        contentType: 'application/json',
        contentEncoding: 'utf-8',
        deliveryMode: 2,
        priority: 0,
        headers: {},
      };
      const given = received.map((message) =>
        Object.fromEntries(Object.entries(message.properties).filter(([, value]) => value !== undefined)),
      );
      expect(given).toEqual([properties, { ...properties, expiration: '5000' }]);
      expect(normal(unpackMessage(received[0]?.content.toString('utf8') ?? ''))).toEqual({
        method: 'x',
        args: { a: 'ü' },
        version: '1.0',
        _unique_id: '<hex>',
        _context_user_id: 'ü',
      });
      await transport.close();
      await outcome;
    } finally {
      await connection.close();
      await transport.close();
      await vhost.remove();
    }
  }, 60_000);
});
