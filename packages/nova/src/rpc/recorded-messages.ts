// SPDX-License-Identifier: Apache-2.0
// Messages that Python's nova was recorded to send, for tests.
import { readFileSync } from 'node:fs';

export interface RecordedMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly message: Readonly<Record<string, unknown>>;
}

interface Line {
  readonly exchange: string;
  readonly routing_keys: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** In the order in which they were sent: one of each request to nova's services, and most of the answers. */
export function recordedMessages(): readonly RecordedMessage[] {
  const file = new URL('../../../testing/reference/golden/nova-amqp.jsonl', import.meta.url);
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => {
      const { exchange, routing_keys: keys, properties, body } = JSON.parse(text) as Line;
      return { exchange, routingKey: keys[0] ?? '', properties, message: messageOf(body) };
    });
}

/** The message in oslo.messaging's envelope. */
export function messageOf(body: string): Readonly<Record<string, unknown>> {
  return JSON.parse((JSON.parse(body) as { 'oslo.message': string })['oslo.message']) as Record<string, unknown>;
}
