// SPDX-License-Identifier: Apache-2.0
import { ConfigurationError } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import { DriverLoadFailure, InvalidTransportURL } from './errors.js';
import { defaultTransportOptions } from './options/index.js';
import { reconnectDelay } from './rabbit/back-off.js';
import { Topology } from './topology.js';
import { getTransport } from './transport.js';
import { TransportUrl } from './transport-url.js';

const host = (hostname?: string, port?: number, username?: string, password?: string) => ({
  hostname,
  port,
  username,
  password,
});

describe('transport URLs', () => {
  it.each([
    ['rabbit://', 'rabbit', [], ''],
    ['fake://', 'fake', [], ''],
    ['fake:', 'fake', [], ''],
    ['rabbit://u:p@h:5672/v', 'rabbit', [host('h', 5672, 'u', 'p')], 'v'],
    ['rabbit://u:p@h:5672//', 'rabbit', [host('h', 5672, 'u', 'p')], '/'],
    ['rabbit://h1,u:p%40%2F@h2:1/%2F', 'rabbit', [host('h1'), host('h2', 1, 'u', 'p@/')], '/'],
    ['rabbit://u@x:p@[::1]:5671/', 'rabbit', [host('::1', 5671, 'u@x', 'p')], ''],
    ['rabbit://[fe80::1]', 'rabbit', [host('fe80::1')], ''],
    ['rabbit://h:/', 'rabbit', [host('h')], ''],
    ['rabbit://:p@h', 'rabbit', [host('h', undefined, '', 'p')], ''],
  ])('%s', (text, driver, hosts, virtualHost) => {
    const url = TransportUrl.parse(text);
    expect(url).toMatchObject({ driver, hosts, virtualHost });
    expect(TransportUrl.parse(url.withCredentials())).toEqual(url);
    expect(url.toString()).not.toMatch(/p@|p%40/);
  });

  it('are refused without a scheme or with a wrong port, and never show a password', () => {
    for (const wrong of ['//user:secret@host/', '', 'rabbit://h:port/', 'rabbit://h:70000', 'rabbit://[::1'])
      expect(() => TransportUrl.parse(wrong)).toThrow(InvalidTransportURL);
    expect(() => TransportUrl.parse('//user:secret@host/')).toThrow(/^(?!.*secret)/);
  });

  it('name a driver that is there', () => {
    const config = defaultTransportOptions();
    expect(() => getTransport({ url: 'kafka://h', exchange: 'x', config })).toThrow(DriverLoadFailure);
    expect(getTransport({ url: 'rabbit://h', exchange: 'x', config }).url.driver).toBe('rabbit');
  });

  it('have options in their query that count before the file', () => {
    const config = defaultTransportOptions();
    const url = 'rabbit://h/?amqp_durable_queues=true&rabbit_qos_prefetch_count=5&unknown=1';
    const { rabbit } = getTransport({ url, exchange: 'x', config }).options;
    expect([rabbit.amqp_durable_queues, rabbit.rabbit_qos_prefetch_count]).toEqual([true, 5]);
    const wrong = 'rabbit://h/?rabbit_qos_prefetch_count=many';
    expect(() => getTransport({ url: wrong, exchange: 'x', config })).toThrow(ConfigurationError);
    expect(() => getTransport({ url: wrong, exchange: 'x', config })).toThrow(/rabbit_qos_prefetch_count=many/);
  });
});

describe('options of [oslo_messaging_rabbit]', () => {
  const topology = (rabbit: Parameters<typeof defaultTransportOptions>[0]): Topology =>
    new Topology(defaultTransportOptions(rabbit).rabbit);

  it('decide what is declared', () => {
    const plain = topology({});
    expect(plain.topicQueue('q')).toEqual({ name: 'q', durable: false, autoDelete: false, arguments: {} });
    const durable = topology({ rabbit: { amqp_durable_queues: true, amqp_auto_delete: true, rabbit_ha_queues: true } });
    expect(durable.topicQueue('q')).toEqual({
      name: 'q',
      durable: true,
      autoDelete: true,
      arguments: { 'x-ha-policy': 'all' },
    });
    expect(durable.topicExchange('e')).toEqual({ name: 'e', type: 'topic', durable: true, autoDelete: true });
    const quorum = topology({
      rabbit: {
        rabbit_quorum_queue: true,
        rabbit_quorum_delivery_limit: 3,
        rabbit_quroum_max_memory_length: 4,
        rabbit_quroum_max_memory_bytes: 5,
        rabbit_transient_queues_ttl: 60,
      },
    });
    expect(quorum.topicQueue('q')).toEqual({
      name: 'q',
      durable: true,
      autoDelete: false,
      arguments: {
        'x-queue-type': 'quorum',
        'x-delivery-limit': 3,
        'x-max-in-memory-length': 4,
        'x-max-in-memory-bytes': 5,
      },
    });
    // Queues of one process are never durable.
    expect(quorum.replyBinding('r').queue).toEqual({
      name: 'r',
      durable: false,
      autoDelete: false,
      arguments: { 'x-expires': 60_000 },
    });
    expect(() => topology({ rabbit: { rabbit_quorum_queue: true, rabbit_ha_queues: true } })).toThrow(
      ConfigurationError,
    );
  });

  it('decide how long a reconnect waits', () => {
    const { rabbit } = defaultTransportOptions();
    const delays = [0, 1, 2, 14, 15, 99].map((failures) => reconnectDelay(rabbit, failures, 0.5));
    expect(delays).toEqual([2, 4, 6, 30, 31, 31]);
    expect([reconnectDelay(rabbit, 0, 0), reconnectDelay(rabbit, 0, 1)]).toEqual([1.5, 2.5]);
  });
});
