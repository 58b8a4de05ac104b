// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@stackport/config';
import { ClaimFailed, InvalidTarget, NoSuchMethod } from '../errors.js';
import { type RemoteModules, packFailure } from '../failure/remote-failure.js';
import { NoOpSerializer, type Serializer } from '../serializer.js';
import type { Target } from '../target.js';
import type { IncomingRequest } from '../transport/incoming-request.js';
import type { RequestListener } from '../transport/request-listener.js';
import type { Transport } from '../transport.js';
import { monitorCall } from './call-monitor.js';
import { findMethod } from './dispatch.js';
import { type Endpoint, ExpectedError, pingEndpoint } from './endpoint.js';

export interface RpcServerOptions {
  readonly serializer?: Serializer | undefined;
  readonly logger?: Logger | undefined;
  /** How many requests are worked on at once; `executor_thread_pool_size` by default. */
  readonly concurrency?: number | undefined;
  /**
   * `claim`: when the handler says so, at the latest when it is done, so that a crash loses nothing and a message may come
   * twice. `receipt`: before it runs, as oslo.messaging, so that a crash loses it. The transport's by default.
   */
  readonly acknowledge?: 'claim' | 'receipt' | undefined;
  /** What errors of handlers are called on the wire. */
  readonly errorModules?: RemoteModules | undefined;
  /** Python module of errors that `errorModules` does not know and that do not say it themselves: `cinder.exception`. */
  readonly errorModule?: string | undefined;
}

/** Milliseconds until a message goes back whose work could not be claimed: it comes again at once then. */
const CLAIM_RETRY = 1000;

/** Serves the endpoints of a target: oslo_messaging's RPC server. */
export class RpcServer {
  readonly #transport: Transport;
  readonly #target: Target & { readonly server: string };
  readonly #endpoints: readonly Endpoint[];
  readonly #options: RpcServerOptions;
  readonly #serializer: Serializer;
  readonly #logger: Logger;
  readonly #concurrency: number;
  readonly #waiting: IncomingRequest[] = [];
  readonly #atWork = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #listener: RequestListener | undefined;

  /** @throws InvalidTarget without topic or server */
  constructor(transport: Transport, target: Target, endpoints: readonly Endpoint[], options: RpcServerOptions = {}) {
    if (target.topic === '' || target.server === undefined || target.server === '')
      throw new InvalidTarget("A server's target must have topic and server names specified", target);
    this.#transport = transport;
    this.#target = { ...target, server: target.server };
    this.#endpoints = transport.options.rpcPingEnabled ? [...endpoints, pingEndpoint] : endpoints;
    this.#options = options;
    this.#serializer = options.serializer ?? new NoOpSerializer();
    this.#logger = options.logger ?? transport.logger;
    this.#concurrency = options.concurrency ?? transport.options.executorThreadPoolSize;
  }

  /** Declares the queues and serves what comes. @throws DeclarationMismatch, TransportClosed */
  async start(): Promise<void> {
    this.#listener ??= await this.#transport.listen(this.#target, {
      acknowledgeOnReceipt: this.#acknowledgesOnReceipt,
      onRequest: (request) => this.#take(request),
    });
  }

  /** Takes nothing more. What was not begun goes back to its queue; what was goes on: `wait` for it. */
  async stop(): Promise<void> {
    await this.#listener?.stop();
    this.#stopping.abort();
    if (this.#acknowledgesOnReceipt) return;
    for (const request of this.#waiting.splice(0)) {
      request.requeue();
      this.#listener?.finish(request);
    }
  }

  /** Resolves when what was begun is done and answered, and the queue of its own is gone. */
  async wait(): Promise<void> {
    while (this.#atWork.size > 0) await Promise.all(this.#atWork);
    await this.#listener?.close();
    this.#listener = undefined;
  }

  get #acknowledgesOnReceipt(): boolean {
    return (this.#options.acknowledge ?? this.#transport.options.acknowledge) === 'receipt';
  }

  #take(request: IncomingRequest): void {
    this.#waiting.push(request);
    this.#fill();
  }

  #fill(): void {
    while (this.#atWork.size < this.#concurrency) {
      const request = this.#waiting.shift();
      if (request === undefined) return;
      const work: Promise<void> = this.#handle(request).finally(() => {
        this.#atWork.delete(work);
        this.#fill();
      });
      this.#atWork.add(work);
    }
  }

  /** Never rejects. */
  async #handle(request: IncomingRequest): Promise<void> {
    const stopMonitor = monitorCall(request, this.#logger);
    let result: unknown = null;
    let failure: string | null = null;
    try {
      result = await this.#dispatch(request);
    } catch (error) {
      if (error instanceof ClaimFailed && !request.isAcknowledged && !request.wantsReply) {
        await this.#giveBack(request, error);
        return;
      }
      failure = this.#failureOf(error, String(request.message.method));
    } finally {
      stopMonitor();
    }
    try {
      await request.reply(result, failure);
    } catch (error) {
      this.#logger.error('Can not send reply for message', error);
    } finally {
      // After the reply: a crash in between has the caller wait for a second run, not for nothing.
      request.acknowledge();
      this.#listener?.finish(request);
    }
  }

  /** Never rejects. It keeps its place at work meanwhile: where all wait for a database, nothing more is taken. */
  async #giveBack(request: IncomingRequest, error: ClaimFailed): Promise<void> {
    this.#logger.error(`Message ${String(request.message.method)} goes back to its queue: ${error.message}`);
    await sleep(CLAIM_RETRY, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    request.requeue();
    this.#listener?.finish(request);
  }

  async #dispatch(request: IncomingRequest): Promise<unknown> {
    const method = findMethod(this.#endpoints, request.message);
    const context = this.#serializer.deserializeContext(request.context) as Record<string, unknown>;
    const { args } = request.message;
    const values: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(typeof args === 'object' && args !== null ? args : {}))
      values[name] = await this.#serializer.deserializeEntity(context, value);
    const result = await method(context, values, {
      acknowledge: async () => request.acknowledge(),
      redelivered: request.redelivered,
    });
    return this.#serializer.serializeEntity(context, result);
  }

  #failureOf(error: unknown, method: string): string {
    const { errorModules, errorModule } = this.#options;
    if (error instanceof ExpectedError) {
      this.#logger.debug(`Expected exception during message handling (${String(error.cause)})`);
      return packFailure(error.cause, errorModules, errorModule);
    }
    if (error instanceof NoSuchMethod && method.endsWith('_ignore_errors'))
      this.#logger.debug(`Method ${method} not found`);
    else this.#logger.error('Exception during message handling', error);
    try {
      return packFailure(error, errorModules, errorModule);
    } catch {
      // Its arguments are nothing for JSON.
      return packFailure(new Error(error instanceof Error ? error.message : String(error)));
    }
  }
}
