// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Bus, Delivery, Subscription } from '../bus.js';
import { type Message, packContext, packMessage, unpackContext, unpackMessage } from '../envelope.js';
import { InvalidTarget } from '../errors.js';
import type { TransportOptions } from '../options/index.js';
import type { Target } from '../target.js';
import { Topology } from '../topology.js';
import type { CallOptions, ListenOptions, SendOptions, Transport } from '../transport.js';
import type { TransportUrl } from '../transport-url.js';
import { Replies, type Reply } from './replies.js';
import { RequestListener } from './request-listener.js';
import { hexId } from './unique-ids.js';

export interface IncomingNotification {
  readonly context: Record<string, unknown>;
  readonly message: Message;
  readonly delivery: Delivery;
}

export interface NotificationListenerInit {
  /** Topic and priority in lower case, with its exchange. */
  readonly topics: readonly {
    readonly exchange?: string | undefined;
    readonly topic: string;
    readonly priority: string;
  }[];
  /** Listeners of one pool share its queue. */
  readonly pool?: string | undefined;
  readonly onNotification: (notification: IncomingNotification) => void;
}

export type NotificationSubscription = Subscription;

interface BusTransportInit {
  readonly url: TransportUrl;
  readonly exchange: string;
  readonly options: TransportOptions;
  readonly logger: Logger;
  readonly bus: Bus;
}

/** RPC and notifications as oslo.messaging's AMQP drivers speak them, over any bus. */
export class BusTransport implements Transport {
  readonly url: TransportUrl;
  readonly exchange: string;
  readonly options: TransportOptions;
  readonly logger: Logger;
  readonly #bus: Bus;
  readonly #topology: Topology;
  readonly #replies: Replies;

  constructor({ url, exchange, options, logger, bus }: BusTransportInit) {
    this.url = url;
    this.exchange = exchange;
    this.options = options;
    this.logger = logger;
    this.#bus = bus;
    this.#topology = new Topology(options.rabbit);
    this.#replies = new Replies(bus, this.#topology, logger);
  }

  async cast(
    target: Target,
    context: Record<string, unknown>,
    message: Message,
    { retry, mandatory = true }: SendOptions = {},
  ): Promise<void> {
    message._unique_id = hexId();
    packContext(message, context);
    await this.#publish(target, packMessage(message), { retry, mandatory });
  }

  async call(
    target: Target,
    context: Record<string, unknown>,
    message: Message,
    { timeout, callMonitorTimeout, retry, mandatory = true }: CallOptions = {},
  ): Promise<Reply> {
    const seconds = timeout ?? this.options.rpcResponseTimeout;
    return this.#replies.call(
      async ({ msgId, replyQueue }) => {
        Object.assign(message, { _msg_id: msgId, _reply_q: replyQueue, _timeout: callMonitorTimeout ?? null });
        message._unique_id = hexId();
        packContext(message, context);
        const expiration = Math.max(1, Math.round(seconds * 1000));
        await this.#publish(target, packMessage(message), { retry, mandatory, expiration });
      },
      seconds,
      callMonitorTimeout,
    );
  }

  async notify(
    target: Target,
    context: Record<string, unknown>,
    message: Message,
    { envelope, retry }: { readonly envelope: boolean; readonly retry?: number | undefined },
  ): Promise<void> {
    const copy = { ...message, _unique_id: hexId() };
    packContext(copy, context);
    await this.#bus.publish({
      exchange: this.#topology.topicExchange(target.exchange ?? this.exchange),
      // Notifications wait for a listener that comes later.
      queue: this.#topology.topicQueue(target.topic),
      routingKey: target.topic,
      body: packMessage(copy, envelope),
      mandatory: false,
      retry,
    });
  }

  async listen(
    target: Target & { readonly server: string },
    { acknowledgeOnReceipt, onRequest }: ListenOptions,
  ): Promise<RequestListener> {
    const { rabbit } = this.options;
    const listener = new RequestListener({
      bus: this.#bus,
      logger: this.logger,
      acknowledgeOnReceipt,
      patience: rabbit.kombu_missing_consumer_retry_timeout,
      onRequest,
    });
    const { exchange = this.exchange, topic, server } = target;
    listener.attach(
      await this.#bus.subscribe({
        bindings: this.#topology.serverBindings(exchange, topic, server, hexId()),
        prefetch: Math.max(0, rabbit.rabbit_qos_prefetch_count),
        onDelivery: listener.receive,
      }),
    );
    return listener;
  }

  async listenForNotifications({
    topics,
    pool,
    onNotification,
  }: NotificationListenerInit): Promise<NotificationSubscription> {
    return this.#bus.subscribe({
      bindings: topics.map(({ exchange = this.exchange, topic, priority }) =>
        this.#topology.topicBinding(exchange, `${topic}.${priority}`, pool),
      ),
      prefetch: Math.max(0, this.options.rabbit.rabbit_qos_prefetch_count),
      onDelivery: (delivery) => {
        try {
          const message = unpackMessage(delivery.body);
          onNotification({ context: unpackContext(message), message, delivery });
        } catch (error) {
          this.logger.error('Failed to process message ... skipping it.', error);
          delivery.reject();
        }
      },
    });
  }

  async close(): Promise<void> {
    await this.#replies.close();
    await this.#bus.close();
  }

  async #publish(
    target: Target,
    body: string,
    options: { readonly retry?: number | undefined; readonly mandatory: boolean; readonly expiration?: number },
  ): Promise<void> {
    const { topic, server, fanout } = target;
    if (topic === '') throw new InvalidTarget('A topic is required to send', target);
    if (fanout === true) {
      const exchange = this.#topology.fanoutExchange(topic);
      await this.#bus.publish({ exchange, routingKey: '', body, ...options, mandatory: false });
      return;
    }
    await this.#bus.publish({
      exchange: this.#topology.topicExchange(target.exchange ?? this.exchange),
      routingKey: server === undefined || server === '' ? topic : `${topic}.${server}`,
      body,
      ...options,
    });
  }
}
