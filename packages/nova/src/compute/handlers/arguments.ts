// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import type { InstanceValues } from '../../instances/instance.js';
import {
  claiming,
  type IncomingMessage,
  type MessageArguments,
  type MessageHandler,
} from '../../rpc/create-endpoint.js';

/** Messages to a compute host by upstream's method names. */
export type Handlers = Readonly<Record<string, MessageHandler>>;

export function instanceOf({ instance }: MessageArguments): InstanceValues {
  return instance as InstanceValues;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Work on one server, which a cast asks for. */
export function cast(
  work: (context: NovaContext, uuid: string, args: MessageArguments, message: IncomingMessage) => Promise<void>,
): MessageHandler {
  return claiming((context, args, message) => work(context, instanceOf(args).uuid, args, message));
}
