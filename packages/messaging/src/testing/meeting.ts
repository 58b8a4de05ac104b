// SPDX-License-Identifier: Apache-2.0
import { type Logger, silentLogger } from '@stackport/config';
import { FakeBroker } from '../fake/fake-broker.js';
import { type RabbitOptions, type TransportOptions, defaultTransportOptions } from '../options/index.js';
import { type Transport, getTransport } from '../transport.js';
import { RabbitVhost } from './rabbit-vhost.js';

export interface MeetingOptions extends Partial<Omit<TransportOptions, 'rabbit'>> {
  readonly rabbit?: Partial<RabbitOptions>;
  readonly logger?: Logger;
}

/** Where the transports of one test meet. */
export interface Meeting {
  readonly url: string;
  /** A transport of its own, as another process has one. */
  open(options?: MeetingOptions): Transport;
  close(): Promise<void>;
}

export async function meetInProcess(): Promise<Meeting> {
  return meetAt('fake://', async () => undefined, new FakeBroker());
}

/** On a virtual host of the test's own on the machine's RabbitMQ. */
export async function meetOverRabbit(): Promise<Meeting> {
  const vhost = await RabbitVhost.create();
  return meetAt(vhost.url, () => vhost.remove());
}

export function meetAt(url: string, end: () => Promise<void>, fakeBroker?: FakeBroker): Meeting {
  const transports: Transport[] = [];
  return {
    url,
    open: ({ logger = silentLogger, ...options } = {}) => {
      const rabbit = { kombu_reconnect_delay: 0, ...options.rabbit };
      const config = defaultTransportOptions({ ...options, rabbit });
      const transport = getTransport({ url, exchange: 'openstack', config, logger, fakeBroker });
      transports.push(transport);
      return transport;
    },
    close: async () => {
      await Promise.all(transports.map((transport) => transport.close()));
      await end();
    },
  };
}

/** Things that a test waits for. */
export class Calls<T = unknown> {
  readonly seen: T[] = [];
  readonly #wakers = new Set<() => void>();

  add(call: T): void {
    this.seen.push(call);
    for (const wake of this.#wakers) wake();
    this.#wakers.clear();
  }

  /** Resolves when so many are there. */
  async until(count: number): Promise<readonly T[]> {
    while (this.seen.length < count) await new Promise<void>((resolve) => this.#wakers.add(resolve));
    return this.seen;
  }
}
