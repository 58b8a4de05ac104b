// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { type Configuration, type Logger, silentLogger } from '@stackport/config';
import type { Message } from '../envelope.js';
import { notificationOptions } from '../options/index.js';
import { NoOpSerializer, type Serializer } from '../serializer.js';
import type { Transport } from '../transport.js';
import { type NotificationDriver, type Priority, type SentNotification, notificationDriver } from './drivers.js';
import { safeContext } from './safe-context.js';

export interface NotifierOptions {
  /** messagingv2, messaging, log, noop, test; none sends nothing. */
  readonly drivers?: readonly string[] | undefined;
  /** `notifications` by default. */
  readonly topics?: readonly string[] | undefined;
  /** How often to try again when the broker cannot be reached; -1, the default, without end. */
  readonly retry?: number | undefined;
  readonly logger?: Logger | undefined;
  readonly serializer?: Serializer | undefined;
}

/** Tells of events: oslo_messaging.Notifier. What goes wrong is logged and never the caller's concern. */
export class Notifier {
  /** What the `test` driver was given. */
  readonly sent: SentNotification[] = [];
  readonly #drivers: readonly NotificationDriver[];
  readonly #publisherId: string;
  readonly #retry: number;
  readonly #logger: Logger;
  readonly #serializer: Serializer;

  /** @param publisherId - `service.host`. Drivers that are not there are logged and left out, as upstream. */
  constructor(transport: Transport, publisherId: string, options: NotifierOptions = {}) {
    const { drivers = [], topics = ['notifications'], retry = -1, logger = silentLogger } = options;
    this.#publisherId = publisherId;
    this.#retry = retry;
    this.#logger = logger;
    this.#serializer = options.serializer ?? new NoOpSerializer();
    this.#drivers = [...new Set(drivers)].flatMap((name) => {
      const driver = notificationDriver(name, { transport, topics, logger, sent: this.sent });
      if (driver === undefined) logger.warning(`Could not load ${name}: it is no driver of notifications`);
      return driver === undefined ? [] : [driver];
    });
  }

  /** As `[oslo_messaging_notifications]` says. */
  static fromConf(
    conf: Configuration,
    transport: Transport,
    publisherId: string,
    more: Pick<NotifierOptions, 'logger' | 'serializer'> = {},
  ): Notifier {
    const { driver, topics, retry } = conf.get(notificationOptions);
    return new Notifier(transport, publisherId, { drivers: driver, topics, retry, ...more });
  }

  /** Whether anything is sent at all: saves making costly payloads. */
  get isEnabled(): boolean {
    return this.#drivers.length > 0;
  }

  audit(context: unknown, eventType: string, payload: unknown): Promise<void> {
    return this.notify(context, eventType, payload, 'AUDIT');
  }

  debug(context: unknown, eventType: string, payload: unknown): Promise<void> {
    return this.notify(context, eventType, payload, 'DEBUG');
  }

  info(context: unknown, eventType: string, payload: unknown): Promise<void> {
    return this.notify(context, eventType, payload, 'INFO');
  }

  warn(context: unknown, eventType: string, payload: unknown): Promise<void> {
    return this.notify(context, eventType, payload, 'WARN');
  }

  error(context: unknown, eventType: string, payload: unknown): Promise<void> {
    return this.notify(context, eventType, payload, 'ERROR');
  }

  critical(context: unknown, eventType: string, payload: unknown): Promise<void> {
    return this.notify(context, eventType, payload, 'CRITICAL');
  }

  sample(context: unknown, eventType: string, payload: unknown): Promise<void> {
    return this.notify(context, eventType, payload, 'SAMPLE');
  }

  /** Resolves when all drivers have sent it, or failed to. Never rejects. */
  async notify(context: unknown, eventType: string, payload: unknown, priority: Priority): Promise<void> {
    if (this.#drivers.length === 0) return;
    try {
      const message: Message = {
        message_id: randomUUID(),
        publisher_id: this.#publisherId,
        event_type: eventType,
        priority,
        payload: this.#serializer.serializeEntity(context, payload),
        timestamp: pythonTime(new Date()),
      };
      const safe = safeContext(this.#serializer.serializeContext(context));
      await Promise.all(this.#drivers.map((driver) => driver.notify(safe, message, priority, this.#retry)));
    } catch (error) {
      this.#logger.error(`Problem attempting to send ${eventType} to notification system.`, error);
    }
  }
}

/** As Python's str of a datetime in UTC. */
function pythonTime(date: Date): string {
  return `${date.toISOString().replace('T', ' ').slice(0, -1)}000`;
}
