// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { notificationOptions as busOptions, Notifier, type Transport } from '@stackport/messaging';
import { notificationOptions } from '../options/index.js';
import { contextDictionary } from '../rpc/rpc-context.js';
import type { NotificationPayload, NotificationPublisher, VersionedNotifications } from './versioned-notifications.js';

/**
 * Versioned notifications over the bus, to `versioned_notifications_topics`, by the drivers of
 * `[oslo_messaging_notifications]`. None are sent unless `notification_format` wants them.
 */
export class BusVersionedNotifications implements VersionedNotifications {
  readonly #notifierOf: (publisherId: string) => Notifier;
  readonly #own: NotificationPublisher;
  readonly isWanted: boolean;

  /** @param host - name of this node @param source - which of nova's services this is: `nova-api` unless given */
  constructor(
    configuration: Configuration,
    transport: Transport,
    { host, logger, source = 'nova-api' }: { host: string; logger: Logger; source?: string },
  ) {
    const { notification_format: format, versioned_notifications_topics: topics } =
      configuration.get(notificationOptions);
    const { driver: drivers, retry } = configuration.get(busOptions);
    this.isWanted = format !== 'unversioned' && drivers.length > 0;
    this.#own = { source, host };
    this.#notifierOf = (publisherId) => new Notifier(transport, publisherId, { drivers, retry, topics, logger });
  }

  async emit(
    context: RequestContext,
    eventType: string,
    payload: NotificationPayload,
    { publisher = this.#own, isError = false }: Parameters<VersionedNotifications['emit']>[3] = {},
  ): Promise<void> {
    if (!this.isWanted) return;
    const notifier = this.#notifierOf(`${publisher.source}:${publisher.host}`);
    await notifier[isError ? 'error' : 'info'](contextDictionary(context), eventType, payload);
  }
}
