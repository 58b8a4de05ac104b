// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import {
  defaultTransportOptions,
  MessagingTimeout,
  packFailure,
  type Target,
  type Transport,
  TransportUrl,
} from '@stackport/messaging';

/** A message that a service wanted to send. */
export interface SentMessage {
  readonly kind: 'cast' | 'call' | 'notification';
  readonly target: Target;
  readonly context: Readonly<Record<string, unknown>>;
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Of the RPC API, as the message has it. */
  readonly version: unknown;
}

type Respond = (args: Readonly<Record<string, unknown>>) => unknown;

/** A bus that keeps what is sent, and answers calls as a test says: what an API does by itself can so be looked at. */
export class RecordingTransport implements Transport {
  readonly url = TransportUrl.parse('fake://');
  readonly exchange: string;
  readonly options = defaultTransportOptions();
  readonly logger = silentLogger;
  readonly sent: SentMessage[] = [];
  readonly #responses = new Map<string, Respond>();
  readonly #failures = new Map<string, Error>();
  readonly #errorModule: string;

  /** @param init - what is nova's of it: its exchange, and the Python module of its errors. Cinder's unless given. */
  constructor({ exchange = 'openstack', errorModule = 'cinder.exception' } = {}) {
    this.exchange = exchange;
    this.#errorModule = errorModule;
  }

  /** Answers calls of a method; those that nobody answers time out at once. */
  respond(method: string, response: Respond): void {
    this.#responses.set(method, response);
  }

  /** Every message of a method fails to be sent with the error. */
  fail(method: string, error: Error): void {
    this.#failures.set(method, error);
  }

  /** Messages of a method, in the order in which they were sent. */
  of(method: string): readonly SentMessage[] {
    return this.sent.filter((message) => message.method === method);
  }

  cast: Transport['cast'] = async (target, context, message) => {
    this.#keep('cast', target, context, message);
  };

  call: Transport['call'] = async (target, context, message) => {
    const { method, args } = this.#keep('call', target, context, message);
    const respond = this.#responses.get(method);
    if (respond === undefined) throw new MessagingTimeout(`Nobody answers ${method}`);
    try {
      // As on a bus: what comes back is a copy.
      return { result: structuredClone(await respond(args)), failure: null };
    } catch (error) {
      return { result: null, failure: packFailure(error, {}, this.#errorModule) };
    }
  };

  notify: Transport['notify'] = async (target, context, message) => {
    const { event_type: method, payload } = message as { event_type: string; payload: Record<string, unknown> };
    this.sent.push({ kind: 'notification', target, context, method, args: payload, version: undefined });
  };

  listen: Transport['listen'] = () => Promise.reject(new Error('Nobody is heard on a bus that only records'));

  listenForNotifications: Transport['listenForNotifications'] = () =>
    Promise.reject(new Error('Nobody is heard on a bus that only records'));

  async close(): Promise<void> {
    // There is no connection.
  }

  #keep(kind: 'cast' | 'call', target: Target, context: object, message: Record<string, unknown>): SentMessage {
    const { method, args, version } = structuredClone(message) as Pick<SentMessage, 'method' | 'args' | 'version'>;
    const sent = { kind, target, context: { ...context }, method, args, version };
    const failure = this.#failures.get(method);
    if (failure !== undefined) throw failure;
    this.sent.push(sent);
    return sent;
  }
}
