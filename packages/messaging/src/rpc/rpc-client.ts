// SPDX-License-Identifier: Apache-2.0
import { type RemoteModules, unpackFailure } from '../failure/remote-failure.js';
import { rebuildError } from '../failure/rebuild-error.js';
import type { Message } from '../envelope.js';
import { InvalidTarget, MessagingError, RPCVersionCapError } from '../errors.js';
import { NoOpSerializer, type Serializer } from '../serializer.js';
import type { Target } from '../target.js';
import type { Transport } from '../transport.js';
import { isVersionCompatible } from '../version.js';

export interface RpcClientOptions {
  /** The newest version to send. */
  readonly versionCap?: string | undefined;
  /** Seconds that a call may take; `rpc_response_timeout` by default. */
  readonly timeout?: number | undefined;
  /** Seconds within which the server of a call has to show again and again that it is at work. */
  readonly callMonitorTimeout?: number | undefined;
  /** How often to try again when the broker cannot be reached: none or -1 without end, 0 not at all. */
  readonly retry?: number | undefined;
  /**
   * A message that no queue takes is a MessageUndeliverable, true by default; false drops it, as oslo.messaging does
   * without `at_least_once`. What goes to all servers may go to none.
   */
  readonly mandatory?: boolean | undefined;
  readonly serializer?: Serializer | undefined;
  /** Errors that calls reject with under their own class. */
  readonly allowedRemoteModules?: RemoteModules | undefined;
}

/** What `prepare` changes; what is left out stays. */
export type RpcOverrides = Partial<Target> &
  Pick<RpcClientOptions, 'timeout' | 'callMonitorTimeout' | 'retry' | 'versionCap' | 'mandatory'>;

/** Sends calls and casts to a target: oslo_messaging.RPCClient. */
export class RpcClient {
  readonly target: Target;
  readonly #transport: Transport;
  readonly #options: RpcClientOptions;
  readonly #serializer: Serializer;

  /** @throws InvalidTarget without a topic */
  constructor(transport: Transport, target: Target, options: RpcClientOptions = {}) {
    if (target.topic === '') throw new InvalidTarget('A topic is required to send', target);
    this.#transport = transport;
    this.target = target;
    this.#options = options;
    this.#serializer = options.serializer ?? new NoOpSerializer();
  }

  /** The same client with another target, version or other times. @throws TypeError for a version that is none. */
  prepare(overrides: RpcOverrides): RpcClient {
    const { timeout, callMonitorTimeout, retry, versionCap, mandatory, ...target } = overrides;
    if (target.version !== undefined) isVersionCompatible(target.version, target.version);
    const given = Object.entries({ timeout, callMonitorTimeout, retry, versionCap, mandatory }).filter(
      ([name]) => name in overrides,
    );
    return new RpcClient(
      this.#transport,
      { ...this.target, ...target },
      { ...this.#options, ...Object.fromEntries(given) },
    );
  }

  /** Whether a version (the target's where none is given) is within the cap. */
  canSendVersion(version = this.target.version): boolean {
    return isVersionCompatible(this.#options.versionCap, version);
  }

  /**
   * Asks one server and waits for its answer.
   * @throws the server's error, of its class where that is allowed, a RemoteError else; MessagingTimeout;
   *   MessageDeliveryFailure; MessageUndeliverable; RPCVersionCapError; InvalidTarget for a fanout target
   */
  async call(context: unknown, method: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    if (this.target.fanout === true) throw new InvalidTarget('A call cannot be used with fanout', this.target);
    const { timeout, callMonitorTimeout, retry, mandatory, allowedRemoteModules } = this.#options;
    const reply = await this.#transport.call(
      this.target,
      this.#context(context),
      this.#message(context, method, args),
      {
        timeout,
        callMonitorTimeout,
        retry,
        mandatory,
      },
    );
    if (reply.failure !== null) throw rebuildError(unpackFailure(reply.failure), allowedRemoteModules ?? {});
    return this.#serializer.deserializeEntity(context, reply.result);
  }

  /**
   * Tells one server, or all of them with a fanout target; resolves when the broker has the message.
   * @throws MessageDeliveryFailure, MessageUndeliverable, RPCVersionCapError
   */
  async cast(context: unknown, method: string, args: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { retry, mandatory } = this.#options;
    await this.#transport.cast(this.target, this.#context(context), this.#message(context, method, args), {
      retry,
      mandatory,
    });
  }

  #context(context: unknown): Record<string, unknown> {
    return this.#serializer.serializeContext(context);
  }

  #message(context: unknown, method: string, args: Readonly<Record<string, unknown>>): Message {
    const { namespace, version } = this.target;
    if (!this.canSendVersion()) throw new RPCVersionCapError(version, this.#options.versionCap);
    const serialized: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(args))
      serialized[name] = this.#serializer.serializeEntity(context, value);
    if (method === '') throw new MessagingError('A method is required to send');
    return {
      method,
      args: serialized,
      ...(namespace === undefined ? {} : { namespace }),
      ...(version === undefined ? {} : { version }),
    };
  }
}
