// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from 'node:timers/promises';
import { RabbitTap } from './rabbit.js';
import { messageOf, type RecordedMessage } from './recorded-messages.js';

/** Puts recorded messages on a broker as they were on the one where they were recorded. */
export class RecordedBus {
  /** Those that were put there. */
  readonly sent = new Set<RecordedMessage>();
  readonly #tap: RabbitTap;
  readonly #queues = new Set<string>();

  private constructor(tap: RabbitTap) {
    this.#tap = tap;
  }

  /** @param url - `rabbit://…` of a virtual host */
  static async open(url: string): Promise<RecordedBus> {
    return new RecordedBus(await RabbitTap.open(url));
  }

  /** Resolves when the broker has it. @param body - in place of the recorded one */
  async send(one: RecordedMessage, body = one.body): Promise<void> {
    const { expiration, priority, delivery_mode: deliveryMode, headers } = one.properties as Record<string, never>;
    this.sent.add(one);
    await this.#tap.publish(one.exchange, one.routingKey, body, {
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      ...{ expiration, priority, deliveryMode, headers },
    });
  }

  /** Sends a call; resolves to what it is answered. Rejects with the failure of an answer, and where none comes in time. */
  async call(one: RecordedMessage): Promise<unknown> {
    const { _reply_q: queue, _msg_id: id } = one.message;
    if (!this.#queues.has(String(queue))) await this.#tap.listenQueue(String(queue));
    this.#queues.add(String(queue));
    await this.send(one);
    for (const end = Date.now() + 20_000; ;) {
      const replies = this.#tap.seen.map(({ body }) => messageOf(body)).filter((reply) => reply._msg_id === id);
      const reply = replies.find((each) => 'result' in each && each.ending !== true) ?? replies[0];
      if (reply !== undefined && (reply.failure ?? null) !== null) throw new Error(String(reply.failure));
      if (reply !== undefined) return reply.result;
      if (Date.now() > end) throw new Error(`${one.message.method} was not answered`);
      await pause(10);
    }
  }

  close(): Promise<void> {
    return this.#tap.close();
  }
}
