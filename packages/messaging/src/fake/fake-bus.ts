// SPDX-License-Identifier: Apache-2.0
import type { Bus, Publication, Subscription, SubscriptionInit } from '../bus.js';
import { TransportClosed } from '../errors.js';
import type { FakeBroker } from './fake-broker.js';
import type { FakeConsumer } from './fake-queue.js';

/** The bus of a `fake://` transport: one connection to a broker in this process. */
export class FakeBus implements Bus {
  readonly #broker: FakeBroker;
  readonly #virtualHost: string;
  readonly #subscriptions = new Set<Subscription>();
  #closed = false;

  constructor(broker: FakeBroker, virtualHost: string) {
    this.#broker = broker;
    this.#virtualHost = virtualHost;
  }

  async publish(publication: Publication): Promise<void> {
    this.#check();
    const { exchange, queue, routingKey } = publication;
    if (exchange !== undefined && queue !== undefined)
      this.#broker.bind(this.#virtualHost, { exchange, queue, routingKey });
    else if (exchange !== undefined) this.#broker.declareExchange(this.#virtualHost, exchange);
    this.#broker.publish(this.#virtualHost, publication);
  }

  async subscribe({ bindings, prefetch, onDelivery }: SubscriptionInit): Promise<Subscription> {
    this.#check();
    const outstanding = new Set<() => void>();
    const consumer: FakeConsumer = {
      hasRoom: () => prefetch === 0 || outstanding.size < prefetch,
      onDelivery,
      onOutstanding: (change, requeue) => {
        if (change === 1) outstanding.add(requeue);
        else if (outstanding.delete(requeue) && prefetch > 0) for (const queue of queues) queue.wake();
      },
    };
    const queues = bindings.map((binding) => this.#broker.bind(this.#virtualHost, binding));
    for (const queue of queues) queue.addConsumer(consumer);
    const subscription: Subscription = {
      cancel: async () => {
        for (const queue of queues) queue.removeConsumer(consumer);
      },
      close: async () => {
        if (!this.#subscriptions.delete(subscription)) return;
        await subscription.cancel();
        // What was out when a connection ends goes back to its queue.
        for (const requeue of outstanding) requeue();
        for (const binding of bindings)
          if (binding.private === true) this.#broker.deleteQueue(this.#virtualHost, binding.queue.name);
      },
    };
    this.#subscriptions.add(subscription);
    return subscription;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const subscription of this.#subscriptions) await subscription.close();
  }

  #check(): void {
    if (this.#closed) throw new TransportClosed();
  }
}
