// SPDX-License-Identifier: Apache-2.0
import type { Channel, ChannelModel } from 'amqplib';
import type { Publication } from '../bus.js';
import { declareBinding, declareExchange } from './declare.js';

/**
 * What a connection has declared for its messages: each exchange and queue once. It has a channel of its own, since a
 * declaration that is refused closes the channel, and with it what is on its way there.
 */
export class Declarations {
  readonly #model: ChannelModel;
  readonly #declared = new Map<string, Promise<void> | true>();
  #channel: Promise<Channel> | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(model: ChannelModel) {
    this.#model = model;
  }

  /** Undefined where all is declared. Rejects with DeclarationMismatch. */
  ensure({ exchange, queue, routingKey }: Publication): Promise<void> | undefined {
    if (exchange === undefined) return undefined;
    const key = queue === undefined ? exchange.name : `${exchange.name}\0${queue.name}\0${routingKey}`;
    const known = this.#declared.get(key);
    if (known !== undefined) return known === true ? undefined : known;
    // One after the other: what one is refused for must not be taken for another's fault.
    const declaring = this.#tail.then(async () => {
      try {
        const channel = await this.#open();
        if (queue === undefined) await declareExchange(channel, exchange);
        else await declareBinding(channel, { exchange, queue, routingKey });
        this.#declared.set(key, true);
      } catch (error) {
        // Asked again with the next message: somebody may have put it right.
        this.#declared.delete(key);
        throw error;
      }
    });
    this.#tail = declaring.catch(() => undefined);
    this.#declared.set(key, declaring);
    return declaring;
  }

  close(): void {
    this.#channel?.then((channel) => channel.close()).catch(() => undefined);
    this.#channel = undefined;
  }

  async #open(): Promise<Channel> {
    this.#channel ??= this.#model.createChannel().then((channel) => {
      const forget = (): void => void (this.#channel = undefined);
      // The declaration that is refused has the error.
      channel.on('error', forget);
      channel.on('close', forget);
      return channel;
    });
    return this.#channel;
  }
}
