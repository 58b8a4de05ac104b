// SPDX-License-Identifier: Apache-2.0
import type { Binding, ExchangeDeclaration, Publication, QueueDeclaration } from '../bus.js';
import { DeclarationMismatch, MessageUndeliverable } from '../errors.js';
import { optionOf } from '../rabbit/mismatch.js';
import { FakeQueue } from './fake-queue.js';

/** What a fake broker was asked to do, for tests that look at it. */
export type BrokerOperation =
  | { readonly op: 'exchange_declare'; readonly exchange: ExchangeDeclaration }
  | { readonly op: 'queue_declare'; readonly queue: QueueDeclaration }
  | { readonly op: 'queue_bind'; readonly queue: string; readonly exchange: string; readonly routingKey: string }
  | { readonly op: 'publish'; readonly publication: Publication };

interface Exchange {
  readonly declaration: ExchangeDeclaration;
  readonly bindings: { readonly routingKey: string; readonly queue: string }[];
}

class VirtualHost {
  readonly exchanges = new Map<string, Exchange>();
  readonly queues = new Map<string, FakeQueue>();
}

/**
 * A broker in this process with RabbitMQ's semantics: exchanges, queues that keep what is not acknowledged, returns,
 * expiry. Transports of `fake://` URLs that are given the same one share queues, by virtual host.
 */
export class FakeBroker {
  /** Set by a test that wants to see what is asked for. */
  observe: ((operation: BrokerOperation) => void) | undefined;
  readonly #hosts = new Map<string, VirtualHost>();
  readonly #toDeliver = new Set<FakeQueue>();
  #scheduled = false;

  /** Messages that wait in a queue; undefined where there is no such queue. */
  queueLength(name: string, virtualHost = ''): number | undefined {
    return this.#queue(this.#host(virtualHost), name)?.length;
  }

  /** Names of the queues that are there. */
  queueNames(virtualHost = ''): readonly string[] {
    return [...this.#host(virtualHost).queues.keys()];
  }

  /** @throws DeclarationMismatch where it is there with other properties. */
  declareExchange(virtualHost: string, wanted: ExchangeDeclaration): void {
    this.observe?.({ op: 'exchange_declare', exchange: wanted });
    const { exchanges } = this.#host(virtualHost);
    const present = exchanges.get(wanted.name);
    if (present === undefined) exchanges.set(wanted.name, { declaration: wanted, bindings: [] });
    else compare('exchange', wanted.name, { ...present.declaration }, { ...wanted });
  }

  /** Declares a queue with its exchange, and binds it. @throws DeclarationMismatch */
  bind(virtualHost: string, { exchange, queue, routingKey }: Binding): FakeQueue {
    if (exchange !== undefined) this.declareExchange(virtualHost, exchange);
    const present = this.#declareQueue(this.#host(virtualHost), queue);
    if (exchange !== undefined) {
      this.observe?.({ op: 'queue_bind', queue: queue.name, exchange: exchange.name, routingKey });
      const { bindings } = this.#host(virtualHost).exchanges.get(exchange.name) as Exchange;
      if (!bindings.some((one) => one.queue === queue.name && one.routingKey === routingKey))
        bindings.push({ queue: queue.name, routingKey });
    }
    return present;
  }

  /** @throws MessageUndeliverable where it is mandatory and no queue takes it. */
  publish(virtualHost: string, publication: Publication): void {
    this.observe?.({ op: 'publish', publication });
    const { exchange, routingKey, body, expiration, mandatory } = publication;
    const host = this.#host(virtualHost);
    const names =
      exchange === undefined
        ? [routingKey]
        : (host.exchanges.get(exchange.name)?.bindings ?? [])
            .filter((binding) => exchange.type === 'fanout' || binding.routingKey === routingKey)
            .map((binding) => binding.queue);
    const queues = names.map((name) => this.#queue(host, name)).filter((queue) => queue !== undefined);
    if (queues.length === 0 && mandatory) throw new MessageUndeliverable('NO_ROUTE', exchange?.name ?? '', routingKey);
    for (const queue of queues) queue.push(body, expiration);
  }

  deleteQueue(virtualHost: string, name: string): void {
    const host = this.#host(virtualHost);
    host.queues.delete(name);
    for (const [key, { declaration, bindings }] of host.exchanges) {
      const kept = bindings.filter((binding) => binding.queue !== name);
      if (kept.length < bindings.length && kept.length === 0 && declaration.autoDelete) host.exchanges.delete(key);
      bindings.splice(0, bindings.length, ...kept);
    }
  }

  #declareQueue(host: VirtualHost, queue: QueueDeclaration): FakeQueue {
    this.observe?.({ op: 'queue_declare', queue });
    const present = this.#queue(host, queue.name);
    if (present !== undefined) {
      compare('queue', queue.name, flat(present.declaration), flat(queue));
      present.touch();
      return present;
    }
    const made: FakeQueue = new FakeQueue(queue, () => this.#schedule(made));
    host.queues.set(queue.name, made);
    return made;
  }

  #queue(host: VirtualHost, name: string): FakeQueue | undefined {
    const queue = host.queues.get(name);
    if (queue?.isExpired !== true) return queue;
    host.queues.delete(name);
    return undefined;
  }

  #host(name: string): VirtualHost {
    let host = this.#hosts.get(name);
    if (host === undefined) this.#hosts.set(name, (host = new VirtualHost()));
    return host;
  }

  // Never from inside of publish: a handler runs apart from who sends.
  #schedule(queue: FakeQueue): void {
    this.#toDeliver.add(queue);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const queues = [...this.#toDeliver];
      this.#toDeliver.clear();
      for (const each of queues) each.deliver();
    });
  }
}

function flat({ arguments: more, ...rest }: QueueDeclaration): Record<string, unknown> {
  return { ...rest, ...more };
}

function compare(kind: string, name: string, have: Record<string, unknown>, want: Record<string, unknown>): void {
  for (const key of new Set([...Object.keys(have), ...Object.keys(want)])) {
    if (have[key] === want[key]) continue;
    const option = optionOf(key);
    const hint = option === undefined ? '' : `. Set [oslo_messaging_rabbit] ${option} as the other services have it`;
    const difference = `is there with ${key}=${String(have[key])}, not ${String(want[key])}`;
    throw new DeclarationMismatch(kind, name, option, `${kind} '${name}' ${difference}${hint}`);
  }
}
