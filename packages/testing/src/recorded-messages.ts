// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';

/** The body of a message: method, arguments, and the context under `_context_` names. */
export type MessageBody = Readonly<Record<string, unknown>> & {
  readonly method: string;
  readonly version: string;
  readonly args: Readonly<Record<string, unknown>>;
};

/** A message that a Python service was recorded to send. */
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
}

/** Every message of cinder's topics, in the order in which they were sent (reference/golden/cinder-amqp.jsonl). */
export function recordedCinderMessages(): readonly RecordedMessage[] {
  return recordedMessages('cinder');
}

/** What nova's services sent each other, once each, in the order in which it was sent: requests without their answers. */
export function recordedNovaMessages(): readonly RecordedMessage[] {
  return recordedMessages('nova').filter(({ message }) => typeof message.method === 'string');
}

/** What they were answered, by the id of the call; some answers were not kept. */
export function recordedNovaAnswers(): ReadonlyMap<string, unknown> {
  const answers = recordedMessages('nova').filter(({ message }) => 'result' in message);
  return new Map(answers.map(({ message }) => [String(message._msg_id), message.result]));
}

function recordedMessages(service: string): readonly RecordedMessage[] {
  return readFileSync(new URL(`../reference/golden/${service}-amqp.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => {
      const { exchange, routing_keys: keys, properties, body } = JSON.parse(text) as Line;
      return { exchange, routingKey: keys[0] ?? '', properties, body, message: messageOf(body) };
    });
}

/** The message in oslo.messaging's envelope. */
export function messageOf(body: string): MessageBody {
  return JSON.parse((JSON.parse(body) as { 'oslo.message': string })['oslo.message']) as MessageBody;
}
