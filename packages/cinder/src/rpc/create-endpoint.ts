// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { isUnavailable } from '@stackport/database';
import { ClaimFailed, type Endpoint } from '@stackport/messaging';
import { decode } from '../objects/wire-object.js';
import { contextFrom } from './rpc-context.js';

/** What a handler of a message may say of it. */
export interface IncomingMessage {
  /** The claim is recorded: the broker may forget the message (decisions 12). Handlers that record none leave it. */
  acknowledge(): Promise<void>;
  /** Whether the broker delivered it before. */
  readonly redelivered: boolean;
}

/** Arguments by upstream's names; versioned objects as their values (`volume.id`), times as `Date`. */
export type MessageArguments = Readonly<Record<string, unknown>>;

export type MessageHandler = (
  context: RequestContext,
  args: MessageArguments,
  message: IncomingMessage,
) => Promise<unknown>;

/**
 * A worker's endpoint out of handlers by upstream's method names: `create_volume`, …
 * @param version - of the RPC API that it serves, as upstream's manager has it
 */
export function createEndpoint(version: string, handlers: Readonly<Record<string, MessageHandler>>): Endpoint {
  return {
    target: { version },
    methods: Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [
        name,
        (context, args, message) => handler(contextFrom(context), decodeArguments(args), message),
      ]),
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
      return await handler(context, args, { redelivered: message.redelivered, acknowledge });
    } catch (error) {
      if (!claim.isRecorded && isUnavailable(error)) throw new ClaimFailed(error);
      throw error;
    }
  };
}

/** Decodes versioned objects wherever they stand. Throws as `fromWire` does. */
export function decodeArguments(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return decode(args) as Record<string, unknown>;
}
