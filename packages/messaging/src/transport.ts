// SPDX-License-Identifier: Apache-2.0
import { type Configuration, type Logger, silentLogger } from '@stackport/config';
import type { Message } from './envelope.js';
import { DriverLoadFailure } from './errors.js';
import { FakeBroker } from './fake/fake-broker.js';
import { FakeBus } from './fake/fake-bus.js';
import {
  type TransportOptions,
  notificationOptions,
  transportOptions,
  transportOptionsFromConf,
  withQuery,
} from './options/index.js';
import { LazyRabbitBus } from './rabbit/lazy-rabbit-bus.js';
import type { Target } from './target.js';
import type { NotificationListenerInit, NotificationSubscription } from './transport/bus-transport.js';
import { BusTransport } from './transport/bus-transport.js';
import type { IncomingRequest } from './transport/incoming-request.js';
import type { Reply } from './transport/replies.js';
import type { RequestListener } from './transport/request-listener.js';
import { TransportUrl } from './transport-url.js';

export interface SendOptions {
  readonly retry?: number | undefined;
  readonly mandatory?: boolean | undefined;
}

export interface CallOptions extends SendOptions {
  /** Seconds. */
  readonly timeout?: number | undefined;
  readonly callMonitorTimeout?: number | undefined;
}

export interface ListenOptions {
  readonly acknowledgeOnReceipt: boolean;
  readonly onRequest: (request: IncomingRequest) => void;
}

/** A way to the bus, shared by the clients, servers and notifiers of a process. Contexts and messages are plain JSON here. */
export interface Transport {
  readonly url: TransportUrl;
  /** `control_exchange`, for targets that name none. */
  readonly exchange: string;
  readonly options: TransportOptions;
  readonly logger: Logger;
  cast(target: Target, context: Record<string, unknown>, message: Message, options?: SendOptions): Promise<void>;
  call(target: Target, context: Record<string, unknown>, message: Message, options?: CallOptions): Promise<Reply>;
  /** @param envelope - false: bare, as message format 1.0. */
  notify(
    target: Target,
    context: Record<string, unknown>,
    message: Message,
    options: { readonly envelope: boolean; readonly retry?: number | undefined },
  ): Promise<void>;
  listen(target: Target & { readonly server: string }, options: ListenOptions): Promise<RequestListener>;
  listenForNotifications(init: NotificationListenerInit): Promise<NotificationSubscription>;
  /** Stop servers first: calls under way reject with TransportClosed. */
  close(): Promise<void>;
}

export interface TransportInit {
  /** `transport_url`: rabbit:// or fake:// */
  readonly url: string;
  /** `control_exchange` */
  readonly exchange: string;
  readonly config: TransportOptions;
  readonly logger?: Logger | undefined;
  /** Where `fake://` transports meet; one of its own where none is given. */
  readonly fakeBroker?: FakeBroker | undefined;
}

/**
 * A transport of a URL. Nothing is connected, and RabbitMQ's client not loaded, before there is something to send or hear.
 * @throws InvalidTransportURL, DriverLoadFailure for a scheme without a driver, ConfigurationError for a wrong option
 */
export function getTransport({
  url: text,
  exchange,
  config,
  logger = silentLogger,
  fakeBroker,
}: TransportInit): Transport {
  const url = TransportUrl.parse(text);
  const options = { ...config, rabbit: withQuery(config.rabbit, url.query) };
  switch (url.driver) {
    case 'fake': {
      const bus = new FakeBus(fakeBroker ?? new FakeBroker(), url.virtualHost);
      return new BusTransport({ url, exchange, options, logger, bus });
    }
    case 'rabbit':
    case 'kombu': {
      const bus = new LazyRabbitBus({ url, options, logger });
      return new BusTransport({ url, exchange, options, logger, bus });
    }
    default:
      throw new DriverLoadFailure(url.driver, new Error('there are rabbit:// and fake://'));
  }
}

export interface TransportFromConf {
  /** In place of `control_exchange`. */
  readonly exchange?: string;
  readonly logger?: Logger;
  readonly fakeBroker?: FakeBroker;
  /** In place of `transport_url`: nova's cells have their own. */
  readonly url?: string;
}

/** The transport that a service's configuration names. @throws as `getTransport` */
export function transportFromConf(conf: Configuration, init: TransportFromConf = {}): Transport {
  const { transport_url: url, control_exchange: exchange } = conf.get(transportOptions);
  return getTransport({ url, exchange, config: transportOptionsFromConf(conf), ...init });
}

/** The transport of notifications: `[oslo_messaging_notifications] transport_url`, else that of RPC. @throws as `getTransport` */
export function notificationTransportFromConf(conf: Configuration, init: TransportFromConf = {}): Transport {
  const { transport_url: url } = conf.get(notificationOptions);
  return transportFromConf(conf, { ...(url === undefined || url === '' ? {} : { url }), ...init });
}
