// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Bus, Delivery, Subscription } from '../bus.js';
import { type Message, unpackContext, unpackMessage } from '../envelope.js';
import { IncomingRequest } from './incoming-request.js';
import { ObsoleteReplyQueues } from './obsolete-reply-queues.js';
import { RecentIds } from './unique-ids.js';

/** Ids that are remembered; upstream has 16, which is enough where nothing is at work unacknowledged. */
const WINDOW = 1024;
/** Seconds for which a reply is offered to a missing queue once the server stops. */
const PATIENCE_AT_STOP = 5;

export interface RequestListenerInit {
  readonly bus: Bus;
  readonly logger: Logger;
  /** Before the request is looked at, as upstream; a crash loses it then. */
  readonly acknowledgeOnReceipt: boolean;
  /** Seconds for which a reply is offered to a missing queue. */
  readonly patience: number;
  readonly onRequest: (request: IncomingRequest) => void;
}

/** Turns deliveries into requests: unpacks them, and drops those that were seen before. */
export class RequestListener {
  readonly #init: RequestListenerInit;
  readonly #done = new RecentIds(WINDOW);
  readonly #atWork = new Map<string, IncomingRequest>();
  readonly #obsolete = new ObsoleteReplyQueues();
  #subscription: Subscription | undefined;
  #stopping = false;

  constructor(init: RequestListenerInit) {
    this.#init = init;
  }

  /** @internal */
  attach(subscription: Subscription): void {
    this.#subscription = subscription;
  }

  /** No more requests; those at work can still be acknowledged and answered. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#subscription?.cancel();
  }

  async close(): Promise<void> {
    await this.#subscription?.close();
  }

  /** The handler has done with it. */
  finish(request: IncomingRequest): void {
    const { uniqueId } = request;
    if (uniqueId === undefined) return;
    this.#atWork.delete(uniqueId);
    // A requeued one comes again, and then it is meant.
    if (request.isAcknowledged) this.#done.add(uniqueId);
  }

  readonly receive = (delivery: Delivery): void => {
    const { bus, logger, acknowledgeOnReceipt, patience, onRequest } = this.#init;
    let message: Message;
    try {
      message = unpackMessage(delivery.body);
    } catch (error) {
      logger.error('Failed to process message ... skipping it.', error);
      delivery.reject();
      return;
    }
    const uniqueId = typeof message._unique_id === 'string' ? message._unique_id : undefined;
    if (uniqueId !== undefined && this.#isRepeat(uniqueId, delivery)) return;
    const request = new IncomingRequest({
      context: unpackContext(message),
      message,
      delivery,
      bus,
      logger,
      obsolete: this.#obsolete,
      patience: () => (this.#stopping ? Math.min(patience, PATIENCE_AT_STOP) : patience),
    });
    if (uniqueId !== undefined) this.#atWork.set(uniqueId, request);
    if (acknowledgeOnReceipt) request.acknowledge();
    onRequest(request);
  };

  #isRepeat(uniqueId: string, delivery: Delivery): boolean {
    const atWork = this.#atWork.get(uniqueId);
    if (atWork !== undefined) {
      // The acknowledgement was lost with the connection, or is still to come.
      atWork.adopt(delivery);
      return true;
    }
    if (!this.#done.has(uniqueId)) return false;
    this.#init.logger.warning(`ignoring duplicate message ${uniqueId}`);
    delivery.acknowledge();
    return true;
  }
}
