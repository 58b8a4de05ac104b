// SPDX-License-Identifier: Apache-2.0
import { ConfigurationError } from '@stackport/config';
import type { Binding, ExchangeDeclaration, QueueDeclaration } from './bus.js';
import type { RabbitOptions } from './options/index.js';

/** What oslo.messaging 14.0.3 declares, by name and with what arguments (_drivers/impl_rabbit.py). */
export class Topology {
  readonly #options: RabbitOptions;
  readonly #durable: boolean;

  /** @throws ConfigurationError for mirrored and quorum queues at once. */
  constructor(options: RabbitOptions) {
    if (options.rabbit_quorum_queue && options.rabbit_ha_queues)
      throw new ConfigurationError({
        message:
          '[oslo_messaging_rabbit] rabbit_quorum_queue and rabbit_ha_queues: a queue is either quorum or mirrored',
        group: 'oslo_messaging_rabbit',
        option: 'rabbit_quorum_queue',
      });
    this.#options = options;
    this.#durable = options.amqp_durable_queues || options.rabbit_quorum_queue;
  }

  topicExchange(name: string): ExchangeDeclaration {
    return { name, type: 'topic', durable: this.#durable, autoDelete: this.#options.amqp_auto_delete };
  }

  fanoutExchange(topic: string): ExchangeDeclaration {
    return { name: `${topic}_fanout`, type: 'fanout', durable: false, autoDelete: true };
  }

  /** A queue that others share: of a topic, of a server, of notifications. */
  topicQueue(name: string): QueueDeclaration {
    const options = this.#options;
    const quorum: Record<string, string | number> = {};
    if (options.rabbit_quorum_queue) {
      quorum['x-queue-type'] = 'quorum';
      if (options.rabbit_quorum_delivery_limit > 0) quorum['x-delivery-limit'] = options.rabbit_quorum_delivery_limit;
      if (options.rabbit_quroum_max_memory_length > 0)
        quorum['x-max-in-memory-length'] = options.rabbit_quroum_max_memory_length;
      if (options.rabbit_quroum_max_memory_bytes > 0)
        quorum['x-max-in-memory-bytes'] = options.rabbit_quroum_max_memory_bytes;
    }
    return {
      name,
      durable: this.#durable,
      autoDelete: options.amqp_auto_delete,
      arguments: { ...this.#mirrored(), ...quorum },
    };
  }

  /** A queue of one process, gone when nobody has used it for a while. */
  transientQueue(name: string): QueueDeclaration {
    return {
      name,
      durable: false,
      autoDelete: false,
      arguments: { ...this.#mirrored(), 'x-expires': this.#options.rabbit_transient_queues_ttl * 1000 },
    };
  }

  topicBinding(exchange: string, topic: string, queue = topic): Binding {
    return { exchange: this.topicExchange(exchange), queue: this.topicQueue(queue), routingKey: topic };
  }

  /** What a server of a topic takes messages from. @param id - makes the fanout queue's name. */
  serverBindings(exchange: string, topic: string, server: string, id: string): readonly Binding[] {
    return [
      this.topicBinding(exchange, topic),
      this.topicBinding(exchange, `${topic}.${server}`),
      {
        exchange: this.fanoutExchange(topic),
        queue: this.transientQueue(`${topic}_fanout_${id}`),
        routingKey: topic,
        private: true,
      },
    ];
  }

  /** Where the replies to a process's calls arrive. */
  replyBinding(name: string): Binding {
    return { queue: this.transientQueue(name), routingKey: name };
  }

  #mirrored(): Record<string, string> {
    return this.#options.rabbit_ha_queues ? { 'x-ha-policy': 'all' } : {};
  }
}
