// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Bus, Delivery, Subscription } from '../bus.js';
import { type Message, unpackMessage } from '../envelope.js';
import { MessagingTimeout, TransportClosed } from '../errors.js';
import type { Topology } from '../topology.js';
import { RecentIds, hexId } from './unique-ids.js';

/** What a call comes to: a result, or the text that describes a failure. */
export interface Reply {
  readonly result: unknown;
  readonly failure: string | null;
}

interface Waiter {
  readonly settle: (outcome: Reply | Error) => void;
  readonly restartMonitor: () => void;
  /** From a server that sends the result before, and apart from, the ending. */
  early: Reply | undefined;
}

/** The queue that the replies to this transport's calls arrive in, made by the first call, and who waits for them. */
export class Replies {
  readonly #bus: Bus;
  readonly #topology: Topology;
  readonly #logger: Logger;
  readonly #waiters = new Map<string, Waiter>();
  readonly #seen = new RecentIds(16);
  /** For all calls of the transport, also over reconnects. */
  readonly queueName = `reply_${hexId()}`;
  #subscription: Promise<Subscription> | undefined;
  #closed = false;

  constructor(bus: Bus, topology: Topology, logger: Logger) {
    this.#bus = bus;
    this.#topology = topology;
    this.#logger = logger;
  }

  /**
   * Sends a call and waits for its reply.
   * @param send - publishes the request with the reply address that it is given.
   * @param timeout - seconds for all of it.
   * @param callMonitorTimeout - seconds within which the server has to show that it is at work.
   * @throws MessagingTimeout, and what `send` throws
   */
  async call(
    send: (address: { msgId: string; replyQueue: string }) => Promise<void>,
    timeout: number,
    callMonitorTimeout?: number,
  ): Promise<Reply> {
    const msgId = hexId();
    const timers = new Set<NodeJS.Timeout>();
    try {
      return await new Promise<Reply>((resolve, reject) => {
        const expire = (): void => reject(new MessagingTimeout(`Timed out waiting for a reply to message ID ${msgId}`));
        timers.add(setTimeout(expire, timeout * 1000));
        const monitor =
          callMonitorTimeout === undefined || callMonitorTimeout <= 0
            ? undefined
            : setTimeout(expire, callMonitorTimeout * 1000);
        if (monitor !== undefined) timers.add(monitor);
        this.#waiters.set(msgId, {
          settle: (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)),
          restartMonitor: () => monitor?.refresh(),
          early: undefined,
        });
        this.#subscribe()
          // A call whose time is over meanwhile is not sent any more.
          .then(() => (this.#waiters.has(msgId) ? send({ msgId, replyQueue: this.queueName }) : undefined))
          .catch(reject);
      });
    } finally {
      for (const timer of timers) clearTimeout(timer);
      this.#waiters.delete(msgId);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { settle } of this.#waiters.values()) settle(new TransportClosed());
    const subscription = await this.#subscription?.catch(() => undefined);
    await subscription?.close();
  }

  async #subscribe(): Promise<void> {
    if (this.#closed) throw new TransportClosed();
    this.#subscription ??= this.#bus.subscribe({
      bindings: [{ ...this.#topology.replyBinding(this.queueName), private: true }],
      prefetch: 0,
      onDelivery: (delivery) => this.#receive(delivery),
    });
    try {
      await this.#subscription;
    } catch (error) {
      this.#subscription = undefined;
      throw error;
    }
  }

  #receive(delivery: Delivery): void {
    let message: Message;
    try {
      message = unpackMessage(delivery.body);
    } catch (error) {
      this.#logger.error('Failed to process message ... skipping it.', error);
      delivery.reject();
      return;
    }
    delivery.acknowledge();
    const { _msg_id: msgId, _unique_id: uniqueId } = message;
    if (typeof uniqueId === 'string') {
      if (this.#seen.has(uniqueId)) return;
      this.#seen.add(uniqueId);
    }
    const waiter = typeof msgId === 'string' ? this.#waiters.get(msgId) : undefined;
    if (waiter === undefined) {
      // Also what comes after the timeout.
      this.#logger.info(`No calling threads waiting for msg_id : ${String(msgId)}`);
      return;
    }
    const reply = { result: message.result ?? null, failure: textOrNull(message.failure) };
    const isEmpty = reply.result === null && reply.failure === null;
    if (message.ending === true) waiter.settle(isEmpty ? (waiter.early ?? reply) : reply);
    else if (isEmpty) waiter.restartMonitor();
    else waiter.early = reply;
  }
}

function textOrNull(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
