// SPDX-License-Identifier: Apache-2.0
import type { Channel } from 'amqplib';
import type { Binding, ExchangeDeclaration } from '../bus.js';
import { mismatchOf } from './mismatch.js';

/** Declares an exchange. @throws DeclarationMismatch, which closes the channel */
export async function declareExchange(channel: Channel, exchange: ExchangeDeclaration): Promise<void> {
  const { name, type, durable, autoDelete } = exchange;
  await explained(channel.assertExchange(name, type, { durable, autoDelete }));
}

/** Declares a queue with its exchange, and binds it. @throws DeclarationMismatch, which closes the channel */
export async function declareBinding(channel: Channel, { exchange, queue, routingKey }: Binding): Promise<void> {
  if (exchange !== undefined) await declareExchange(channel, exchange);
  const { name, durable, autoDelete, arguments: more } = queue;
  await explained(channel.assertQueue(name, { exclusive: false, durable, autoDelete, arguments: { ...more } }));
  if (exchange !== undefined) await channel.bindQueue(name, exchange.name, routingKey);
}

async function explained(declared: Promise<unknown>): Promise<void> {
  try {
    await declared;
  } catch (error) {
    throw mismatchOf(error) ?? error;
  }
}
