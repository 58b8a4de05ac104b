// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { Notifier, type Transport } from '@stackport/messaging';
import { notificationOptions } from '../options/index.js';
import { contextDictionary } from '../rpc/rpc-context.js';
import type { Notifications } from './notifications.js';

/** Unversioned notifications over the bus, by the drivers of `[oslo_messaging_notifications]`; a notifier for each publisher. */
export class BusNotifications implements Notifications {
  readonly #notifier: (publisherId: string) => Notifier;
  readonly #host: string;
  readonly #notifiers = new Map<string, Notifier>();
  readonly #isWanted: boolean;

  /** @param host - name of this node: a publisher is `<service>.<host>` */
  constructor(configuration: Configuration, transport: Transport, { host, logger }: { host: string; logger: Logger }) {
    this.#isWanted = configuration.get(notificationOptions).notification_format !== 'versioned';
    this.#host = host;
    this.#notifier = (publisherId) => Notifier.fromConf(configuration, transport, publisherId, { logger });
  }

  info(
    context: RequestContext,
    publisher: string,
    eventType: string,
    payload: Readonly<Record<string, unknown>>,
    publisherHost = this.#host,
  ): Promise<void> {
    return this.#send('info', context, `${publisher}.${publisherHost}`, eventType, payload);
  }

  error(
    context: RequestContext,
    publisher: string,
    eventType: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.#send('error', context, `${publisher}.${this.#host}`, eventType, payload);
  }

  async #send(
    priority: 'info' | 'error',
    context: RequestContext,
    publisherId: string,
    eventType: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    if (!this.#isWanted) return;
    let notifier = this.#notifiers.get(publisherId);
    if (notifier === undefined) this.#notifiers.set(publisherId, (notifier = this.#notifier(publisherId)));
    await notifier[priority](contextDictionary(context), eventType, { ...payload });
  }
}
