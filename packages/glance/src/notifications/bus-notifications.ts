// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { Configuration, Logger } from '@stackport/config';
import { notificationOptions, notificationTransportFromConf, Notifier, type Transport } from '@stackport/messaging';
import { notificationNameOptions } from '../options.js';
import type { NotificationPriority, Notifications } from './notifications.js';

/** Milliseconds that closing waits for what is on its way. */
const GRACE = 5000;

/** Notifications by the drivers of `[oslo_messaging_notifications]` (upstream's notifier.py). */
export class BusNotifications implements Notifications {
  readonly #transport: Transport;
  readonly #notifier: Notifier;
  readonly #disabled: readonly string[];
  readonly #underWay = new Set<Promise<void>>();

  private constructor(configuration: Configuration, logger: Logger) {
    const { default_publisher_id: publisher, disabled_notifications: disabled } =
      configuration.get(notificationNameOptions);
    this.#transport = notificationTransportFromConf(configuration, { logger });
    this.#notifier = Notifier.fromConf(configuration, this.#transport, publisher, { logger });
    this.#disabled = disabled;
  }

  /**
   * Undefined where no driver is configured: no bus is looked for then.
   * @throws what is wrong with the URL of the bus.
   */
  static of(configuration: Configuration, logger: Logger): BusNotifications | undefined {
    return configuration.get(notificationOptions).driver.length === 0
      ? undefined
      : new BusNotifications(configuration, logger);
  }

  wants(event: string): boolean {
    return this.#notifier.isEnabled && !this.#disabled.some((name) => event === name || event.startsWith(`${name}.`));
  }

  send(
    event: string,
    payload: Readonly<Record<string, unknown>> | string,
    priority: NotificationPriority = 'info',
  ): void {
    if (!this.wants(event)) return;
    const notifier = this.#notifier;
    // Upstream sends an empty context.
    const sent = priority === 'error' ? notifier.error({}, event, payload) : notifier.info({}, event, payload);
    const sending: Promise<void> = sent.finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
  }

  /** Gives what is on its way five seconds, and leaves the bus. */
  async close(): Promise<void> {
    const over = new AbortController();
    const late = sleep(GRACE, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.#underWay), late]);
    over.abort();
    await this.#transport.close();
  }
}
