// SPDX-License-Identifier: Apache-2.0
import { isUnavailable } from '@stackport/database';
import { ClaimFailed, type Endpoint, expectedErrors, type Method } from '@stackport/messaging';
import type { ObjectVersions } from '@stackport/versioned-objects';
import type { NovaContext } from '../context.js';
import { decodeOrAsk, type NovaObject } from '../objects/nova-object.js';
import { contextFrom } from './rpc-context.js';

/** Arguments by upstream's names. */
export type MessageArguments = Readonly<Record<string, unknown>>;

/** What a handler of a message may know and say of it. */
export interface IncomingMessage {
  /** The arguments as they came: objects with their classes, versions and changes. */
  readonly raw: MessageArguments;
  /** The claim is recorded: the broker may forget the message (decisions 12). Handlers that record none leave it. */
  acknowledge(): Promise<void>;
  /** Whether the broker delivered it before. */
  readonly redelivered: boolean;
}

/** @param args - objects as their values (`instance.uuid`), times as `Date` */
export type MessageHandler = (
  context: NovaContext,
  args: MessageArguments,
  message: IncomingMessage,
) => Promise<unknown>;

export interface EndpointInit {
  /** Of the RPC API that it serves, as upstream's manager has it. */
  readonly version: string;
  /** `compute_task`, `baseapi`; none of its own by default. */
  readonly namespace?: string | undefined;
  /** By upstream's method names. */
  readonly handlers: Readonly<Record<string, MessageHandler>>;
  /** Errors that callers reckon with: they are answered and not logged as errors. */
  readonly expected?: readonly (abstract new (...args: never[]) => Error)[] | undefined;
  /** Asks the conductor for an object that is too new in versions that are known here; it is refused otherwise. */
  readonly askBackport?: ((object: NovaObject, versions: ObjectVersions) => Promise<unknown>) | undefined;
}

/** An endpoint of one of nova's services out of handlers. */
export function createEndpoint(init: EndpointInit): Endpoint {
  const { version, namespace, handlers, expected = [], askBackport = refuse } = init;
  const methodOf =
    (handler: MessageHandler): Method =>
    async (context, raw, message) => {
      const args = (await decodeOrAsk(raw, askBackport)) as MessageArguments;
      return handler(contextFrom(context), args, {
        raw,
        redelivered: message.redelivered,
        acknowledge: () => message.acknowledge(),
      });
    };
  return {
    target: { version, ...(namespace === undefined ? {} : { namespace }) },
    methods: Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [name, expectedErrors(expected, methodOf(handler))]),
    ),
  };
}

/**
 * A handler that does nothing before it has recorded its claim. Where the database does not let it, the message is not
 * lost: it comes again.
 */
export function claiming(handler: MessageHandler): MessageHandler {
  return async (context, args, message) => {
    const claim = { isRecorded: false };
    const acknowledge = (): Promise<void> => {
      claim.isRecorded = true;
      return message.acknowledge();
    };
    try {
      return await handler(context, args, { raw: message.raw, redelivered: message.redelivered, acknowledge });
    } catch (error) {
      if (!claim.isRecorded && isUnavailable(error)) throw new ClaimFailed(error);
      throw error;
    }
  };
}

/** What all of nova's services answer: upstream's baserpc.py (RPC API 1.1). @param service - `scheduler`, … */
export function baseEndpoint(service: string): Endpoint {
  return createEndpoint({
    version: '1.1',
    namespace: 'baseapi',
    handlers: {
      ping: async (_context, { arg }) => ({ service, arg }),
      // There is no such port here; upstream has none either where it is not configured.
      get_backdoor_port: async () => null,
    },
  });
}

/** The object stays what it is, and too new with it: decoding it then says so. */
function refuse(object: NovaObject): Promise<unknown> {
  return Promise.resolve(object);
}
