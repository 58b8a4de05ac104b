// SPDX-License-Identifier: Apache-2.0
import type { Delivery, QueueDeclaration } from '../bus.js';

interface Entry {
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  redelivered: boolean;
}

/** Who takes messages of a queue. */
export interface FakeConsumer {
  readonly hasRoom: () => boolean;
  readonly onDelivery: (delivery: Delivery) => void;
  /** Called when a delivery is out, and when it has ended; `requeue` ends it. */
  readonly onOutstanding: (change: 1 | -1, requeue: () => void) => void;
}

/** A queue of the broker in process: handed out in turn, kept until acknowledged. */
export class FakeQueue {
  readonly declaration: QueueDeclaration;
  readonly #waiting: Entry[] = [];
  readonly #consumers: FakeConsumer[] = [];
  readonly #schedule: () => void;
  #unusedSince = Date.now();

  /** @param schedule - asks to have `deliver` called soon. */
  constructor(declaration: QueueDeclaration, schedule: () => void) {
    this.declaration = declaration;
    this.#schedule = schedule;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Unused for longer than its x-expires. */
  get isExpired(): boolean {
    const ttl = this.declaration.arguments['x-expires'];
    return typeof ttl === 'number' && this.#consumers.length === 0 && Date.now() - this.#unusedSince >= ttl;
  }

  /** It was declared again: RabbitMQ counts that as use. */
  touch(): void {
    this.#unusedSince = Date.now();
  }

  push(body: string, expiration: number | undefined): void {
    const expires = expiration === undefined ? Infinity : Date.now() + expiration;
    this.#waiting.push({ body, expires, redelivered: false });
    this.#schedule();
  }

  addConsumer(consumer: FakeConsumer): void {
    this.#consumers.push(consumer);
    this.#schedule();
  }

  removeConsumer(consumer: FakeConsumer): void {
    const index = this.#consumers.indexOf(consumer);
    if (index >= 0) this.#consumers.splice(index, 1);
    this.touch();
  }

  /** A consumer has room again. */
  wake(): void {
    if (this.#waiting.length > 0) this.#schedule();
  }

  /** Hands out what waits, as far as consumers have room. */
  deliver(): void {
    while (this.#waiting.length > 0) {
      const index = this.#consumers.findIndex((consumer) => consumer.hasRoom());
      if (index < 0) return;
      const entry = this.#waiting.shift() as Entry;
      if (entry.expires <= Date.now()) continue;
      const [consumer] = this.#consumers.splice(index, 1) as [FakeConsumer];
      // The one just served comes last: round-robin.
      this.#consumers.push(consumer);
      this.#handOut(consumer, entry);
    }
  }

  #handOut(consumer: FakeConsumer, entry: Entry): void {
    let isOut = true;
    const end = (): boolean => {
      if (!isOut) return false;
      isOut = false;
      consumer.onOutstanding(-1, requeue);
      return true;
    };
    const requeue = (): void => {
      if (!end()) return;
      entry.redelivered = true;
      this.#waiting.unshift(entry);
      this.#schedule();
    };
    consumer.onOutstanding(1, requeue);
    const { redelivered } = entry;
    consumer.onDelivery({
      body: entry.body,
      redelivered,
      acknowledge: () => void end(),
      requeue,
      reject: () => void end(),
    });
  }
}
