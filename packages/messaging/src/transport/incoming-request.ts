// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@stackport/config';
import type { Bus, Delivery } from '../bus.js';
import { type Message, packMessage } from '../envelope.js';
import { MessageUndeliverable } from '../errors.js';
import type { ObsoleteReplyQueues } from './obsolete-reply-queues.js';
import { hexId } from './unique-ids.js';

/** Milliseconds between two tries to deliver a reply. */
const RETRY = 250;

export interface IncomingRequestInit {
  readonly context: Record<string, unknown>;
  readonly message: Message;
  readonly delivery: Delivery;
  readonly bus: Bus;
  readonly logger: Logger;
  readonly obsolete: ObsoleteReplyQueues;
  /** Seconds for which a missing reply queue is tried again; asked anew each time. */
  readonly patience: () => number;
}

/** A request that a server has received: oslo_messaging's RpcIncomingMessage. */
export class IncomingRequest {
  /** The caller's request context, flat. */
  readonly context: Record<string, unknown>;
  readonly message: Message;
  /** The same when the same message comes again. */
  readonly uniqueId: string | undefined;
  /** Seconds after which the caller gives up on a server that is silent; null where it does not say. */
  readonly clientTimeout: unknown;
  readonly redelivered: boolean;
  readonly #init: IncomingRequestInit;
  readonly #msgId: string | undefined;
  readonly #replyQueue: string | undefined;
  #delivery: Delivery;
  #ended: 'acknowledged' | 'requeued' | undefined;

  constructor(init: IncomingRequestInit) {
    const { _msg_id: msgId, _reply_q: replyQueue, _timeout: timeout, _unique_id: uniqueId, ...message } = init.message;
    this.#init = init;
    this.context = init.context;
    this.message = message;
    this.uniqueId = typeof uniqueId === 'string' ? uniqueId : undefined;
    this.#msgId = typeof msgId === 'string' && msgId !== '' ? msgId : undefined;
    this.#replyQueue = typeof replyQueue === 'string' ? replyQueue : undefined;
    this.clientTimeout = timeout ?? null;
    this.#delivery = init.delivery;
    this.redelivered = init.delivery.redelivered;
  }

  /** A call, not a cast. */
  get wantsReply(): boolean {
    return this.#msgId !== undefined && this.#replyQueue !== undefined;
  }

  get isAcknowledged(): boolean {
    return this.#ended === 'acknowledged';
  }

  acknowledge(): void {
    this.#ended ??= 'acknowledged';
    if (this.#ended === 'acknowledged') this.#delivery.acknowledge();
  }

  /** Back to the queue, unless it has been acknowledged. */
  requeue(): void {
    this.#ended ??= 'requeued';
    if (this.#ended === 'requeued') this.#delivery.requeue();
  }

  /** The broker handed the same message out once more: what happens to this request holds for that delivery. */
  adopt(delivery: Delivery): void {
    this.#delivery = delivery;
    if (this.isAcknowledged) delivery.acknowledge();
  }

  /** Sends the outcome to who called; drops it where that caller has gone. */
  async reply(result: unknown, failure: string | null): Promise<void> {
    const { logger, obsolete, patience } = this.#init;
    const queue = this.#replyQueue;
    if (!this.wantsReply || queue === undefined) return;
    const started = Date.now();
    const body = this.#replyBody(result, failure, true);
    while (!obsolete.has(queue)) {
      try {
        await this.#publish(queue, body);
        return;
      } catch (error) {
        if (!(error instanceof MessageUndeliverable)) throw error;
      }
      const seconds = patience();
      if (Date.now() - started >= seconds * 1000) {
        obsolete.add(queue);
        logger.error(
          `The reply ${String(this.#msgId)} failed to send after ${seconds} seconds due to a missing queue (${queue}). Abandoning...`,
        );
        return;
      }
      await sleep(RETRY);
    }
    logger.warning(`${queue} doesn't exist, drop reply to ${String(this.#msgId)}`);
  }

  /** Tells the caller that the work goes on. @throws MessageUndeliverable where nobody listens. */
  async heartbeat(): Promise<void> {
    if (this.#replyQueue !== undefined && this.wantsReply)
      await this.#publish(this.#replyQueue, this.#replyBody(null, null, false));
  }

  #replyBody(result: unknown, failure: string | null, ending: boolean): string {
    return packMessage({ result: result ?? null, failure, ending, _msg_id: this.#msgId, _unique_id: hexId() });
  }

  #publish(queue: string, body: string): Promise<void> {
    return this.#init.bus.publish({ exchange: undefined, routingKey: queue, body, mandatory: true });
  }
}
