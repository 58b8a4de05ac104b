// SPDX-License-Identifier: Apache-2.0
import type { Bus, Publication, Subscription, SubscriptionInit } from '../bus.js';
import { DriverLoadFailure, TransportClosed } from '../errors.js';
import type { RabbitBus, RabbitBusInit } from './rabbit-bus.js';

/** RabbitMQ's bus, loaded with the first message or listener: who speaks fake:// never loads its client. */
export class LazyRabbitBus implements Bus {
  readonly #init: RabbitBusInit;
  #loading: Promise<RabbitBus> | undefined;
  #bus: RabbitBus | undefined;
  #closed = false;

  constructor(init: RabbitBusInit) {
    this.#init = init;
  }

  publish(publication: Publication): Promise<void> {
    return this.#bus === undefined
      ? this.#load().then((bus) => bus.publish(publication))
      : this.#bus.publish(publication);
  }

  async subscribe(subscription: SubscriptionInit): Promise<Subscription> {
    return (await this.#load()).subscribe(subscription);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await (await this.#loading?.catch(() => undefined))?.close();
  }

  async #load(): Promise<RabbitBus> {
    if (this.#closed) throw new TransportClosed();
    this.#loading ??= import('./rabbit-bus.js').then(
      ({ RabbitBus: Loaded }) => (this.#bus = new Loaded(this.#init)),
      (error: unknown) => {
        throw new DriverLoadFailure('rabbit', error);
      },
    );
    return this.#loading;
  }
}
