// SPDX-License-Identifier: Apache-2.0
import { defaultTransportOptions, getTransport, TransportClosed, type Transport } from '@stackport/messaging';
import { RabbitTap, RabbitVhost } from '@stackport/messaging/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { NOVA_EXCHANGE } from './addressing.js';
import { createClients, type NovaClients } from './create-clients.js';
import { recordedCalls, type RecordedArguments } from './recorded-calls.js';
import { messageOf, recordedMessages } from './recorded-messages.js';
import { contextFrom } from './rpc-context.js';

const requests = recordedMessages()
  .filter(({ message }) => typeof message.method === 'string')
  .map((one) => {
    const { objname, objinst, objmethod } = one.message.args as {
      readonly objname?: string;
      readonly objinst?: Readonly<Record<string, string>>;
      readonly objmethod?: string;
    };
    const name = objname ?? objinst?.['nova_object.name'];
    const what = name === undefined ? '' : ` ${name}.${String(objmethod)}`;
    return { ...one, title: `${String(one.message.method)}${what}` };
  });

/** A message without what is another one for each; times are kept to the millisecond, as ours have them. */
function comparable(message: Readonly<Record<string, unknown>>): object {
  const { _unique_id: id, _msg_id: call, _reply_q: queue, _context_timestamp: time, ...rest } = message;
  return { ...rest, ids: [typeof id, typeof call, typeof queue], time: String(time).slice(0, 23) };
}

describe('what our clients send is what Python’s nova sent', () => {
  let vhost: RabbitVhost;
  let transport: Transport;
  let tap: RabbitTap;
  let clients: NovaClients;
  beforeAll(async () => {
    vhost = await RabbitVhost.create();
    tap = await RabbitTap.open(vhost.url);
    await tap.listen(NOVA_EXCHANGE, 'topic');
    await tap.listen('scheduler_fanout', 'fanout');
    transport = getTransport({ url: vhost.url, exchange: NOVA_EXCHANGE, config: defaultTransportOptions() });
    clients = createClients({ transport, timeouts: { responseTimeout: 60, longTimeout: 1800 } });
  });
  afterAll(async () => {
    await tap.close();
    await vhost.remove();
  });

  it.each(requests)('$title', async ({ exchange, routingKey, properties, message }) => {
    const context = contextFrom(
      Object.fromEntries(
        Object.entries(message)
          .filter(([key]) => key.startsWith('_context_'))
          .map(([key, value]) => [key.slice('_context_'.length), value]),
      ),
    );
    const since = tap.seen.length;
    const ask = recordedCalls[message.method as string];
    expect(ask, 'a call that is compared').toBeDefined();
    // Calls are answered by nobody: they end with the transport.
    const asked = ask?.(clients, context, message.args as RecordedArguments).catch((error: unknown) => error);
    pending.push(asked);
    await vi.waitFor(() => expect(tap.seen.length).toBe(since + 1), { timeout: 15_000 });
    const ours = tap.seen[since];
    expect({ exchange: ours?.exchange, routingKey: ours?.routingKey }).toEqual({ exchange, routingKey });
    expect(snakeCased(ours?.properties ?? {})).toEqual(properties);
    expect(comparable(messageOf(ours?.body ?? ''))).toEqual(comparable(message));
  });

  const pending: unknown[] = [];
  it('and nothing else; calls that nobody answers end with the transport', async () => {
    expect(tap.seen).toHaveLength(requests.length);
    await transport.close();
    const ended = await Promise.all(pending);
    expect(ended.filter((outcome) => outcome !== undefined && !(outcome instanceof TransportClosed))).toEqual([]);
    const calls = requests.filter(({ message }) => '_msg_id' in message);
    expect(ended.filter((outcome) => outcome instanceof TransportClosed)).toHaveLength(calls.length);
  });
});

/** Under the names that the recording has. */
function snakeCased(properties: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
