// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Bus, Publication, Subscription, SubscriptionInit } from '../bus.js';
import { TransportClosed } from '../errors.js';
import type { TransportOptions } from '../options/index.js';
import type { TransportUrl } from '../transport-url.js';
import { brokerAddresses } from './addresses.js';
import { RabbitConnection } from './connection.js';
import { Publisher } from './publisher.js';
import { RabbitSubscription } from './subscription.js';

export interface RabbitBusInit {
  readonly url: TransportUrl;
  readonly options: TransportOptions;
  readonly logger: Logger;
}

/** RabbitMQ: one connection that sends, opened by the first message, and one for each subscription, as oslo.messaging has them. */
export class RabbitBus implements Bus {
  readonly #init: RabbitBusInit;
  readonly #subscriptions = new Set<RabbitSubscription>();
  #publisher: Publisher | undefined;
  #closed = false;

  constructor(init: RabbitBusInit) {
    this.#init = init;
  }

  async publish(publication: Publication): Promise<void> {
    if (this.#closed) throw new TransportClosed();
    const { options } = this.#init;
    this.#publisher ??= new Publisher({ connection: this.#connect(), options, logger: this.#init.logger });
    await this.#publisher.publish(publication);
  }

  async subscribe(init: SubscriptionInit): Promise<Subscription> {
    if (this.#closed) throw new TransportClosed();
    const subscription = new RabbitSubscription({
      ...init,
      connection: this.#connect(),
      rabbit: this.#init.options.rabbit,
      logger: this.#init.logger,
      onClose: () => this.#subscriptions.delete(subscription),
    });
    this.#subscriptions.add(subscription);
    await subscription.start();
    return subscription;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    await this.#publisher?.close();
  }

  #connect(): RabbitConnection {
    const { url, options, logger } = this.#init;
    return new RabbitConnection({ addresses: brokerAddresses(url, options.rabbit), rabbit: options.rabbit, logger });
  }
}
