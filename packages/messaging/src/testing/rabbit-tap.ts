// SPDX-License-Identifier: Apache-2.0
import type { Channel, ChannelModel, ConsumeMessage, Options } from 'amqplib';

/** A message as it stands on the broker. */
export interface TappedMessage {
  readonly exchange: string;
  readonly routingKey: string;
  /** Those that are set, by amqplib's names. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Looks at everything that goes over exchanges, beside those it is meant for, and puts messages on them as they are. */
export class RabbitTap {
  readonly seen: TappedMessage[] = [];
  readonly #connection: ChannelModel;
  readonly #channel: Channel;
  readonly #queue: string;

  private constructor(connection: ChannelModel, channel: Channel, queue: string) {
    this.#connection = connection;
    this.#channel = channel;
    this.#queue = queue;
  }

  /** @param url - `rabbit://…` of a virtual host */
  static async open(url: string): Promise<RabbitTap> {
    const { connect } = await import('amqplib');
    const connection = await connect(url.replace(/^rabbit:/, 'amqp:'));
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    const tap = new RabbitTap(connection, channel, queue);
    await channel.consume(queue, (message) => tap.#keep(message), { noAck: true });
    return tap;
  }

  /** From here on, all that goes over the exchange, which is declared as oslo.messaging declares one of its kind. */
  async listen(exchange: string, type: 'topic' | 'fanout'): Promise<void> {
    await this.#channel.assertExchange(exchange, type, { durable: false, autoDelete: type === 'fanout' });
    await this.#channel.bindQueue(this.#queue, exchange, '#');
  }

  /** From here on, all that is sent to a queue of this name, which is the tap's own: an answer's, for example. */
  async listenQueue(name: string): Promise<void> {
    await this.#channel.assertQueue(name, { exclusive: true });
    await this.#channel.consume(name, (message) => this.#keep(message), { noAck: true });
  }

  /** Resolves when the broker has taken it. */
  async publish(exchange: string, routingKey: string, body: string, properties: Options.Publish): Promise<void> {
    const channel = await this.#connection.createConfirmChannel();
    channel.publish(exchange, routingKey, Buffer.from(body), properties);
    await channel.waitForConfirms();
    await channel.close();
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #keep(message: ConsumeMessage | null): void {
    if (message === null) return;
    const { fields, properties, content } = message;
    this.seen.push({
      exchange: fields.exchange,
      routingKey: fields.routingKey,
      properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)),
      body: content.toString('utf8'),
    });
  }
}
