// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { AmqpConnectionManagerClass } from 'amqp-connection-manager';
import type { ChannelModel } from 'amqplib';
import type { RabbitOptions } from '../options/index.js';
import type { BrokerAddress } from './addresses.js';
import { reconnectDelay } from './back-off.js';

/** Milliseconds that a broker has to say good-bye. */
const CLOSE_TIMEOUT = 3000;

interface RabbitConnectionInit {
  readonly addresses: readonly BrokerAddress[];
  readonly rabbit: RabbitOptions;
  readonly logger: Logger;
}

/** What a user of a connection is told. */
export interface ConnectionListener {
  readonly onConnect: (connection: ChannelModel) => void;
  /** Also when a connection that was there is lost. */
  readonly onFailure: (error: Error) => void;
}

/** One connection to any of several brokers, opened again whenever it is lost, with a growing delay. */
export class RabbitConnection {
  readonly #manager: AmqpConnectionManagerClass;
  readonly #rabbit: RabbitOptions;
  readonly #logger: Logger;
  /** For logs. */
  readonly name: string;
  #failures = 0;
  #closed = false;

  constructor({ addresses, rabbit, logger }: RabbitConnectionInit) {
    this.#rabbit = rabbit;
    this.#logger = logger;
    this.name = addresses.map((address) => address.name).join(',');
    const start = shuffled(addresses);
    const findServers = async () =>
      (rabbit.kombu_failover_strategy === 'shuffle' ? shuffled(start) : start).map(({ url }) => url);
    this.#manager = new AmqpConnectionManagerClass(undefined, {
      heartbeatIntervalInSeconds: Math.max(0, rabbit.heartbeat_timeout_threshold),
      findServers,
    });
  }

  /** Connects, and tells of it; once only. */
  open({ onConnect, onFailure }: ConnectionListener): void {
    const manager = this.#manager;
    manager.on('connect', () => {
      if (this.#failures > 0) this.#logger.info(`Reconnected to AMQP server on ${this.name}`);
      this.#failures = 0;
      const { connection } = manager;
      if (connection !== undefined) onConnect(connection);
    });
    // The manager reads the delay after it has told of the failure.
    const failed = ({ err }: { err?: Error }): void => {
      if (this.#closed) {
        manager.reconnectTimeInSeconds = 0.001;
        return;
      }
      const error = err ?? new Error('the connection was closed');
      manager.reconnectTimeInSeconds = reconnectDelay(this.#rabbit, this.#failures);
      this.#failures += 1;
      const seconds = manager.reconnectTimeInSeconds.toFixed(1);
      this.#logger.error(
        `AMQP server on ${this.name} is unreachable: ${error.message}. Trying again in ${seconds} seconds.`,
      );
      onFailure(error);
    };
    manager.on('connectFailed', failed);
    manager.on('disconnect', failed);
    manager.on('blocked', ({ reason }: { reason: string }) =>
      this.#logger.error(`The broker has blocked the connection: ${reason}`),
    );
    manager.on('unblocked', () => this.#logger.info('The broker has unblocked the connection'));
    // Rejects for credentials that are refused, and goes on trying: `failed` has told.
    manager.connect().catch(() => undefined);
  }

  get current(): ChannelModel | undefined {
    return this.#manager.connection;
  }

  /** Resolves when the broker has said good-bye, or had the time to. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#manager.reconnectTimeInSeconds = 0.001;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT);
    });
    await Promise.race([this.#manager.close().catch(() => undefined), patience]);
    clearTimeout(timer);
  }
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
