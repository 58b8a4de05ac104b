// SPDX-License-Identifier: Apache-2.0
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Endpoint, Method } from '../rpc/endpoint.js';
import { RpcServer, type RpcServerOptions } from '../rpc/rpc-server.js';
import type { Transport } from '../transport.js';
import { OsloContext } from './oslo-context.js';
import { parsePattern } from './pattern.js';

export interface OsloServerOptions extends RpcServerOptions {
  readonly transport: Transport;
  /** Name of this server in its topics: the host. */
  readonly server: string;
  /** Version of each interface, by its namespace; `''` is the null namespace. 1.0 where nothing is said. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** Serves `@MessagePattern('exchange/topic/namespace/method')` and `@EventPattern` handlers over the bus. */
export class OsloServer extends Server implements CustomTransportStrategy {
  /** A handler of events is waited for, and its failure logged, as one of messages. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #options: OsloServerOptions;
  #servers: readonly RpcServer[] = [];

  constructor(options: OsloServerOptions) {
    super();
    this.#options = options;
  }

  listen(callback: (error?: unknown) => void): void {
    this.#start().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /** Takes nothing more, and waits for what is under way. The transport is its owner's to close. */
  async close(): Promise<void> {
    const servers = this.#servers;
    this.#servers = [];
    for (const server of servers) await server.stop();
    for (const server of servers) await server.wait();
  }

  /** Nothing to listen to: the transport logs what happens to its connections. */
  on(): void {
    // The events of Nest's own transports are their drivers'.
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Nest's signature
  unwrap<T>(): T {
    return this.#options.transport as T;
  }

  async #start(): Promise<void> {
    const { transport, server, versions = {}, ...options } = this.#options;
    const servers: RpcServer[] = [];
    for (const { exchange, topic, namespaces } of this.#topics()) {
      const endpoints: Endpoint[] = [...namespaces].map(([namespace, methods]) => ({
        target: { version: versions[namespace] ?? '1.0', ...(namespace === '' ? {} : { namespace }) },
        methods,
      }));
      servers.push(new RpcServer(transport, { exchange, topic, server }, endpoints, options));
    }
    this.#servers = servers;
    for (const each of servers) await each.start();
  }

  #topics() {
    const topics = new Map<
      string,
      { exchange: string; topic: string; namespaces: Map<string, Record<string, Method>> }
    >();
    for (const [pattern, handler] of this.messageHandlers) {
      const { exchange = this.#options.transport.exchange, topic, namespace = '', method } = parsePattern(pattern);
      // One server for each topic: two would take each other's messages.
      const key = `${exchange}/${topic}`;
      const known = topics.get(key) ?? { exchange, topic, namespaces: new Map<string, Record<string, Method>>() };
      topics.set(key, known);
      known.namespaces.set(namespace, { ...known.namespaces.get(namespace), [method]: this.#method(handler) });
    }
    return topics.values();
  }

  #method(handler: MessageHandler): Method {
    return async (context, args, message) => {
      const result = this.transformToObservable(
        (await handler(args, new OsloContext([context, message]))) as Promise<unknown>,
      );
      // A handler that streams has its last value sent: a call has one answer.
      return lastValueFrom(result, { defaultValue: null });
    };
  }
}
