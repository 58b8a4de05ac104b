// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ChannelModel, ConfirmChannel, Message } from 'amqplib';
import type { Publication } from '../bus.js';
import {
  MessageDeliveryFailure,
  MessageUndeliverable,
  MessagingTimeout,
  SendBufferFull,
  TransportClosed,
} from '../errors.js';
import type { TransportOptions } from '../options/index.js';
import { type Encoded, encoderOf } from './compression.js';
import type { RabbitConnection } from './connection.js';
import { Declarations } from './declarations.js';
import { type Pending, triesOf } from './pending.js';

/** Milliseconds after a reconnect in which queues may still be missing whose owners are on their way back. */
const GRACE = 15_000;
/** Milliseconds between two tries of a message that was returned in that time, and before a channel is opened again. */
const RETRY = 250;

interface PublisherInit {
  readonly connection: RabbitConnection;
  readonly options: TransportOptions;
  readonly logger: Logger;
}

/** Errors of channels that one message may have been in the middle of: a broker may refuse it that way (its size). */
const MOST_FAULTS = 3;

interface Session {
  readonly channel: ConfirmChannel;
  readonly declarations: Declarations;
  /** Why the channel, and not the connection, was closed. */
  error?: Error;
}

/**
 * Sends messages and waits for the broker's confirmation. What is unconfirmed when the connection is lost is sent again
 * on the next one (receivers know repeats by `_unique_id`); what does not fit into the buffer fails at once.
 */
export class Publisher {
  readonly #connection: RabbitConnection;
  readonly #limit: number;
  readonly #logger: Logger;
  readonly #encode: (body: string) => Encoded;
  /** All that is unconfirmed, written or not. */
  readonly #pending = new Set<Pending>();
  /** Those of it that a session has not been given. */
  readonly #waiting = new Set<Pending>();
  readonly #byKey = new Map<string, Pending>();
  #session: Session | undefined;
  #lastFailure: Error | undefined;
  #sessions = 0;
  #graceUntil = 0;
  #closed = false;

  constructor({ connection, options, logger }: PublisherInit) {
    this.#connection = connection;
    this.#limit = options.sendBufferSize;
    this.#logger = logger;
    this.#encode = encoderOf(options.rabbit.kombu_compression);
    connection.open({
      onConnect: (model) => void this.#begin(model),
      onFailure: (error) => this.#fail(error),
    });
  }

  publish(publication: Publication): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#admit();
      const encoded = this.#encode(publication.body);
      const pending: Pending = {
        publication,
        encoded,
        deadline: publication.expiration === undefined ? Infinity : Date.now() + publication.expiration,
        key: keyOf(encoded.content, encoded.headers),
        triesLeft: triesOf(publication.retry),
        isRepeat: false,
        faults: 0,
        returned: undefined,
        resolve,
        reject,
      };
      this.#pending.add(pending);
      if (this.#session !== undefined) this.#send(this.#session, pending);
      else if (this.#lastFailure !== undefined && pending.triesLeft === 1) this.#reject(pending, this.#unreachable(1));
      else this.#waiting.add(pending);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const pending of this.#pending) this.#reject(pending, new TransportClosed());
    await this.#connection.close();
  }

  /** @throws TransportClosed, SendBufferFull */
  #admit(): void {
    if (this.#closed) throw new TransportClosed();
    if (this.#pending.size < this.#limit) return;
    this.#dropExpired();
    if (this.#pending.size >= this.#limit) throw new SendBufferFull(this.#limit);
  }

  async #begin(model: ChannelModel): Promise<void> {
    try {
      const channel = await model.createConfirmChannel();
      const session: Session = { channel, declarations: new Declarations(model) };
      channel.on('return', (message: Message & { fields: { replyText?: string } }) => {
        const pending = this.#byKey.get(keyOf(message.content, message.properties.headers ?? {}));
        if (pending !== undefined) pending.returned = message.fields.replyText ?? 'NO_ROUTE';
      });
      channel.on('error', (error: Error) => {
        session.error = error;
        this.#logger.error(`Failed to publish messages: ${error.message}`);
      });
      channel.on('close', () => this.#lose(session, model));
      if (this.#sessions > 0) this.#graceUntil = Date.now() + GRACE;
      this.#sessions += 1;
      this.#session = session;
      this.#lastFailure = undefined;
      this.#dropExpired();
      for (const pending of this.#waiting) this.#send(session, pending);
    } catch (error) {
      // The connection went while the channel opened: the next one begins again.
      this.#logger.debug(`A channel could not be opened: ${String(error)}`);
      this.#beginAgain(model);
    }
  }

  /** The channel is gone, with its connection or for an error of its own: what it was given is sent again. */
  #lose(session: Session, model: ChannelModel): void {
    session.declarations.close();
    if (this.#session === session) this.#session = undefined;
    for (const pending of this.#pending) {
      if (this.#waiting.has(pending)) continue;
      pending.isRepeat = true;
      this.#waiting.add(pending);
      if (session.error === undefined) continue;
      pending.faults += 1;
      if (pending.faults >= MOST_FAULTS) this.#reject(pending, new MessageDeliveryFailure(session.error.message));
    }
    this.#byKey.clear();
    this.#beginAgain(model);
  }

  #beginAgain(model: ChannelModel): void {
    setTimeout(() => {
      if (!this.#closed && this.#session === undefined && this.#connection.current === model) void this.#begin(model);
    }, RETRY);
  }

  /** A try to connect failed, or a connection was lost. */
  #fail(error: Error): void {
    this.#lastFailure = error;
    for (const pending of this.#waiting) {
      pending.triesLeft -= 1;
      if (pending.triesLeft <= 0) this.#reject(pending, this.#unreachable(triesOf(pending.publication.retry)));
    }
  }

  #unreachable(tries: number): MessageDeliveryFailure {
    return new MessageDeliveryFailure(
      `Unable to connect to AMQP server on ${this.#connection.name} after ${tries} tries: ${this.#lastFailure?.message ?? ''}`,
    );
  }

  #send(session: Session, pending: Pending): void {
    this.#waiting.delete(pending);
    const ready = session.declarations.ensure(pending.publication);
    if (ready === undefined) {
      this.#write(session, pending);
      return;
    }
    ready.then(
      () => {
        if (this.#session === session && this.#pending.has(pending)) this.#write(session, pending);
      },
      (error: unknown) => {
        // A connection that is lost meanwhile is no fault of the message's.
        if (this.#session === session) this.#reject(pending, error as Error);
      },
    );
  }

  #write(session: Session, pending: Pending): void {
    const { exchange, routingKey, mandatory, expiration } = pending.publication;
    const left = pending.isRepeat ? pending.deadline - Date.now() : expiration;
    if (mandatory) this.#byKey.set(pending.key, pending);
    try {
      session.channel.publish(
        exchange?.name ?? '',
        routingKey,
        pending.encoded.content,
        {
          contentType: 'application/json',
          contentEncoding: 'utf-8',
          deliveryMode: 2,
          priority: 0,
          headers: pending.encoded.headers,
          mandatory,
          ...(expiration === undefined ? {} : { expiration: String(Math.max(1, Math.round(left ?? expiration))) }),
        },
        (error: unknown) => this.#confirm(session, pending, error),
      );
    } catch (error) {
      // The channel is closing, and `close` is to come; or the message is not to be sent.
      if (this.#session === session && !isClosed(error)) this.#reject(pending, error as Error);
      else this.#waiting.add(pending);
    }
  }

  #confirm(session: Session, pending: Pending, error: unknown): void {
    if (!this.#pending.has(pending)) return;
    if (error !== null && error !== undefined) {
      // Without `close` to come it is the broker's nack.
      if (error instanceof Error && error.message === 'message nacked')
        this.#reject(pending, new MessageDeliveryFailure('The broker refused the message'));
      return;
    }
    const { returned, publication } = pending;
    if (returned === undefined) {
      this.#settle(pending);
      pending.resolve();
      return;
    }
    if (Date.now() < this.#graceUntil && pending.deadline > Date.now()) {
      pending.returned = undefined;
      this.#waiting.add(pending);
      setTimeout(() => {
        if (this.#session === session && this.#waiting.has(pending)) this.#send(session, pending);
      }, RETRY);
      return;
    }
    this.#reject(pending, new MessageUndeliverable(returned, publication.exchange?.name ?? '', publication.routingKey));
  }

  #dropExpired(): void {
    const now = Date.now();
    for (const pending of this.#waiting)
      if (pending.deadline <= now)
        this.#reject(pending, new MessagingTimeout('The broker could not be reached within the timeout of the call'));
  }

  #reject(pending: Pending, error: Error): void {
    this.#settle(pending);
    pending.reject(error);
  }

  #settle(pending: Pending): void {
    this.#pending.delete(pending);
    this.#waiting.delete(pending);
    if (this.#byKey.get(pending.key) === pending) this.#byKey.delete(pending.key);
  }
}

function keyOf(content: Buffer, headers: Readonly<Record<string, unknown>>): string {
  return content.toString(headers.compression === undefined ? 'utf8' : 'latin1');
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && (error.name === 'IllegalOperationError' || /clos/i.test(error.message));
}
