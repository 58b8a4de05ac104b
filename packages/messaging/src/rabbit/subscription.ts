// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Delivery, Subscription, SubscriptionInit } from '../bus.js';
import { DeclarationMismatch, TransportClosed } from '../errors.js';
import type { RabbitOptions } from '../options/index.js';
import { reconnectDelay } from './back-off.js';
import { decode } from './compression.js';
import type { RabbitConnection } from './connection.js';
import { declareBinding } from './declare.js';

interface RabbitSubscriptionInit extends SubscriptionInit {
  readonly connection: RabbitConnection;
  readonly rabbit: RabbitOptions;
  readonly logger: Logger;
  readonly onClose: () => void;
}

/**
 * Queues that are consumed over one connection and channel. After a reconnect, a channel's error or a consumer that the
 * broker cancels, all is declared again, and it is looked whether it is consumed.
 */
export class RabbitSubscription implements Subscription {
  readonly #init: RabbitSubscriptionInit;
  #channel: Channel | undefined;
  #failures = 0;
  #state: 'new' | 'consuming' | 'cancelled' | 'closed' = 'new';
  #settleStart: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;

  constructor(init: RabbitSubscriptionInit) {
    this.#init = init;
  }

  /** Resolves when it consumes, however long the broker takes. @throws DeclarationMismatch */
  async start(): Promise<void> {
    const started = new Promise<void>((resolve, reject) => {
      this.#settleStart = { resolve, reject };
    });
    this.#init.connection.open({
      onConnect: (model) => void this.#begin(model),
      onFailure: () => (this.#channel = undefined),
    });
    try {
      await started;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async cancel(): Promise<void> {
    if (this.#state === 'closed' || this.#state === 'cancelled') return;
    this.#state = 'cancelled';
    const channel = this.#channel;
    if (channel === undefined) return;
    // A connection that is lost has no consumers either.
    await Promise.allSettled(this.#init.bindings.map(async (_, index) => channel.cancel(tagOf(index))));
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    await this.cancel();
    this.#state = 'closed';
    this.#init.onClose();
    this.#settleStart?.reject(new TransportClosed());
    const channel = this.#channel;
    if (channel !== undefined)
      for (const { queue, private: isPrivate } of this.#init.bindings)
        if (isPrivate === true) await channel.deleteQueue(queue.name).catch(() => undefined);
    await this.#init.connection.close();
  }

  async #begin(model: ChannelModel): Promise<void> {
    if (this.#isOver()) return;
    const { bindings, prefetch, rabbit, logger } = this.#init;
    try {
      const channel = await model.createChannel();
      channel.on('error', (error: Error) => logger.error(`Failed to consume message from queue: ${error.message}`));
      channel.on('close', () => {
        if (this.#channel !== channel) return;
        this.#channel = undefined;
        this.#beginLater(model);
      });
      if (prefetch > 0) await channel.prefetch(prefetch);
      for (const binding of bindings) await declareBinding(channel, binding);
      const options = rabbit.enable_cancel_on_failover ? { arguments: { 'x-cancel-on-ha-failover': true } } : {};
      for (const [index, { queue }] of bindings.entries()) {
        const onMessage = (message: ConsumeMessage | null): void => this.#receive(channel, queue.name, message);
        await channel.consume(queue.name, onMessage, { consumerTag: tagOf(index), ...options });
      }
      await this.#check(channel);
      this.#channel = channel;
      this.#failures = 0;
      if (this.#isOver()) return;
      this.#state = 'consuming';
      this.#settleStart?.resolve();
      this.#settleStart = undefined;
    } catch (error) {
      if (error instanceof DeclarationMismatch && this.#state === 'new') {
        this.#settleStart?.reject(error);
        return;
      }
      logger.error(`Failed to declare consumer for queue '${bindings[0]?.queue.name ?? ''}': ${String(error)}`);
      this.#beginLater(model);
    }
  }

  /** A queue of our own may be one that just expired. */
  async #check(channel: Channel): Promise<void> {
    for (const { queue, private: isPrivate } of this.#init.bindings) {
      if (isPrivate !== true) continue;
      const { consumerCount } = await channel.checkQueue(queue.name);
      if (consumerCount === 0) throw new Error(`queue '${queue.name}' is not consumed`);
    }
  }

  #receive(channel: Channel, queue: string, message: ConsumeMessage | null): void {
    const { logger, onDelivery } = this.#init;
    if (message === null) {
      logger.warning(`The broker cancelled the consumer of queue '${queue}': it is declared again`);
      // Its closing begins anew; what was out comes again, and is known by its id.
      channel.close().catch(() => undefined);
      return;
    }
    try {
      onDelivery(deliveryOf(channel, message));
    } catch (error) {
      logger.error('Failed to process message ... skipping it.', error);
      settle(() => channel.reject(message, false));
    }
  }

  /** On the same connection, where that is still the one. */
  #beginLater(model: ChannelModel): void {
    if (this.#isOver()) return;
    const { connection, rabbit } = this.#init;
    const seconds = this.#failures === 0 ? rabbit.kombu_reconnect_delay : reconnectDelay(rabbit, this.#failures);
    this.#failures += 1;
    setTimeout(() => {
      if (!this.#isOver() && this.#channel === undefined && connection.current === model) void this.#begin(model);
    }, seconds * 1000).unref();
  }

  #isOver(): boolean {
    return this.#state === 'cancelled' || this.#state === 'closed';
  }
}

function tagOf(index: number): string {
  return String(index + 1);
}

function deliveryOf(channel: Channel, message: ConsumeMessage): Delivery {
  let isOut = true;
  const end = (action: () => void) => () => {
    if (!isOut) return;
    isOut = false;
    settle(action);
  };
  return {
    body: decode(message.content, message.properties.headers),
    redelivered: message.fields.redelivered,
    acknowledge: end(() => channel.ack(message)),
    requeue: end(() => channel.nack(message, false, true)),
    reject: end(() => channel.reject(message, false)),
  };
}

/** On a channel that is gone nothing can be said: the broker hands the message out again. */
function settle(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'IllegalOperationError') throw error;
  }
}
