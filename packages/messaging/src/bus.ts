// SPDX-License-Identifier: Apache-2.0

/** The port to a broker: what RPC and notifications need of it. `rabbit/` and `fake/` implement it. */
export interface Bus {
  /**
   * Hands a message to the broker, and resolves when it has it.
   * @throws MessageUndeliverable, MessageDeliveryFailure (SendBufferFull), DeclarationMismatch, TransportClosed
   */
  publish(publication: Publication): Promise<void>;
  /** Declares queues and takes their messages, also after every reconnect. @throws DeclarationMismatch, TransportClosed */
  subscribe(subscription: SubscriptionInit): Promise<Subscription>;
  close(): Promise<void>;
}

export interface ExchangeDeclaration {
  readonly name: string;
  readonly type: 'topic' | 'fanout';
  readonly durable: boolean;
  readonly autoDelete: boolean;
}

export interface QueueDeclaration {
  readonly name: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly arguments: Readonly<Record<string, string | number>>;
}

/** A queue and where its messages come from; without an exchange the default one's, which needs no binding. */
export interface Binding {
  readonly queue: QueueDeclaration;
  readonly exchange?: ExchangeDeclaration;
  readonly routingKey: string;
  /** Deleted when the subscription ends, as nobody else uses it. */
  readonly private?: boolean;
}

export interface Publication {
  /** Declared first, once per connection; undefined is the default exchange. */
  readonly exchange: ExchangeDeclaration | undefined;
  readonly routingKey: string;
  readonly body: string;
  /** A message that no queue takes is an error. */
  readonly mandatory: boolean;
  /** Declared and bound first: notifications wait in it for who listens later. */
  readonly queue?: QueueDeclaration;
  /** Milliseconds after which nobody waits for an answer any more: it expires in the queue then, and in the buffer. */
  readonly expiration?: number;
  /** How often to try to reach the broker again: none or -1 without end, 0 not at all. */
  readonly retry?: number | undefined;
}

export interface SubscriptionInit {
  readonly bindings: readonly Binding[];
  /** Messages handed over ahead of their acknowledgement; 0 is without limit. */
  readonly prefetch: number;
  readonly onDelivery: (delivery: Delivery) => void;
}

export interface Delivery {
  readonly body: string;
  /** The broker has handed it out before. */
  readonly redelivered: boolean;
  /** Each of the three ends it; a second one, or one after the connection was lost, does nothing. */
  acknowledge(): void;
  requeue(): void;
  /** Drops it. */
  reject(): void;
}

export interface Subscription {
  /** No more deliveries; those that are out can still be ended. */
  cancel(): Promise<void>;
  /** Gives up connection and private queues. */
  close(): Promise<void>;
}
