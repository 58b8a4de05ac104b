// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';

/** The body of a message: method, arguments, and the context under `_context_` names. */
export type MessageBody = Readonly<Record<string, unknown>> & {
  readonly method: string;
  readonly version: string;
  readonly args: Readonly<Record<string, unknown>>;
};

/** A message that Python's cinder was recorded to send. */
export interface RecordedMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** As it was on the wire. */
  readonly body: string;
  readonly message: MessageBody;
}

interface Line {
  readonly exchange: string;
  readonly routing_keys: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly message: MessageBody;
}

/** Every message of cinder's topics, in the order in which they were sent (reference/golden/cinder-amqp.jsonl). */
export function recordedCinderMessages(): readonly RecordedMessage[] {
  return readFileSync(new URL('../reference/golden/cinder-amqp.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => {
      const { exchange, routing_keys: keys, properties, body, message } = JSON.parse(text) as Line;
      return { exchange, routingKey: keys[0] ?? '', properties, body, message };
    });
}

/** The message in oslo.messaging's envelope. */
export function messageOf(body: string): MessageBody {
  return JSON.parse((JSON.parse(body) as { 'oslo.message': string })['oslo.message']) as MessageBody;
}
