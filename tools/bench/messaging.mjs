// SPDX-License-Identifier: Apache-2.0
// The bus: calls and casts a second over the machine's RabbitMQ, durable queues and confirms, and in process.
import { once } from 'node:events';
import { join } from 'node:path';
import { Failure } from '../services/failure.mjs';

const inFlight = 64;

/**
 * @param {import('../services/children.mjs').Children} children
 * @param {number} seconds - of each measurement
 * @returns {Promise<import('./measures.mjs').Measure[]>}
 */
export async function messagingMeasures(children, seconds) {
  const { RabbitVhost } = await import('@stackport/messaging/testing');
  const vhost = await RabbitVhost.create();
  try {
    const server = await peer(children, ['server', vhost.url]);
    const rabbit = await peer(children, ['client', vhost.url, String(seconds), String(inFlight)]);
    await children.end(server.child);
    const fake = await peer(children, ['client', 'fake://', String(seconds), String(inFlight)]);
    const measure = (name, value) => ({ name: `${name}, ${inFlight} in flight`, unit: 'req/s', value });
    return [
      measure('call over rabbit://', rabbit.message.calls),
      measure('cast over rabbit://', rabbit.message.casts),
      measure('call over fake://', fake.message.calls),
      measure('cast over fake://', fake.message.casts),
    ];
  } finally {
    await vhost.remove();
  }
}

async function peer(children, args) {
  const child = children.spawn(process.execPath, [join(import.meta.dirname, 'messaging-peer.mjs'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Failure(`the ${args[0]} of the bus ended with ${code}`);
  });
  ended.catch(() => {});
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return { child, message };
}
