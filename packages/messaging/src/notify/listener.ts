// SPDX-License-Identifier: Apache-2.0
import { type Logger } from '@stackport/config';
import type { IncomingNotification } from '../transport/bus-transport.js';
import { NoOpSerializer, type Serializer } from '../serializer.js';
import type { Subscription } from '../bus.js';
import type { Transport } from '../transport.js';

/** In lower case, as they stand in queue names. */
const PRIORITIES = ['audit', 'debug', 'info', 'warn', 'error', 'critical', 'sample'] as const;
export type NotificationPriority = (typeof PRIORITIES)[number];

/** What a notification says. */
export interface Notification {
  readonly context: unknown;
  readonly publisherId: string;
  readonly eventType: string;
  readonly payload: unknown;
  readonly messageId: string;
  readonly timestamp: string;
}

/** Handlers by priority; one that gives `requeue`, or throws, has it delivered again where that is allowed. */
export type NotificationEndpoint = Readonly<
  Partial<Record<NotificationPriority, (notification: Notification) => Promise<'handled' | 'requeue' | undefined>>>
>;

export interface NotificationListenerOptions {
  readonly serializer?: Serializer | undefined;
  readonly logger?: Logger | undefined;
  readonly allowRequeue?: boolean | undefined;
  /** Listeners of one pool share what comes. */
  readonly pool?: string | undefined;
}

/** Hears notifications: oslo_messaging's notification listener. Each is acknowledged when it was handled. */
export class NotificationListener {
  readonly #transport: Transport;
  readonly #targets: readonly { readonly exchange?: string; readonly topic: string }[];
  readonly #endpoints: readonly NotificationEndpoint[];
  readonly #options: NotificationListenerOptions;
  readonly #serializer: Serializer;
  readonly #logger: Logger;
  readonly #atWork = new Set<Promise<void>>();
  #subscription: Subscription | undefined;

  constructor(
    transport: Transport,
    targets: readonly { readonly exchange?: string; readonly topic: string }[],
    endpoints: readonly NotificationEndpoint[],
    options: NotificationListenerOptions = {},
  ) {
    this.#transport = transport;
    this.#targets = targets;
    this.#endpoints = endpoints;
    this.#options = options;
    this.#serializer = options.serializer ?? new NoOpSerializer();
    this.#logger = options.logger ?? transport.logger;
  }

  async start(): Promise<void> {
    const priorities = PRIORITIES.filter((one) => this.#endpoints.some((endpoint) => endpoint[one] !== undefined));
    this.#subscription ??= await this.#transport.listenForNotifications({
      topics: this.#targets.flatMap(({ exchange, topic }) =>
        priorities.map((priority) => ({ exchange, topic, priority })),
      ),
      pool: this.#options.pool,
      onNotification: (notification) => {
        const work: Promise<void> = this.#handle(notification).finally(() => this.#atWork.delete(work));
        this.#atWork.add(work);
      },
    });
  }

  async stop(): Promise<void> {
    await this.#subscription?.cancel();
  }

  async wait(): Promise<void> {
    while (this.#atWork.size > 0) await Promise.all(this.#atWork);
    await this.#subscription?.close();
    this.#subscription = undefined;
  }

  async #handle({ context, message, delivery }: IncomingNotification): Promise<void> {
    let result: 'handled' | 'requeue';
    try {
      result = await this.#dispatch(context, message);
    } catch (error) {
      this.#logger.error('Callback raised an exception.', error);
      result = 'requeue';
    }
    if (result === 'requeue' && this.#options.allowRequeue === true) delivery.requeue();
    else delivery.acknowledge();
  }

  async #dispatch(
    flat: Record<string, unknown>,
    message: IncomingNotification['message'],
  ): Promise<'handled' | 'requeue'> {
    const text = (key: string): string => (typeof message[key] === 'string' ? message[key] : '');
    const priority = PRIORITIES.find((one) => one === text('priority').toLowerCase());
    if (priority === undefined) {
      this.#logger.warning(`Unknown priority "${text('priority')}"`);
      return 'handled';
    }
    const context = this.#serializer.deserializeContext(flat);
    const notification: Notification = {
      context,
      publisherId: text('publisher_id'),
      eventType: text('event_type'),
      payload: await this.#serializer.deserializeEntity(context, message.payload),
      messageId: text('message_id'),
      timestamp: text('timestamp'),
    };
    for (const endpoint of this.#endpoints)
      if ((await endpoint[priority]?.(notification)) === 'requeue') return 'requeue';
    return 'handled';
  }
}
