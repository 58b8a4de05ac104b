// SPDX-License-Identifier: Apache-2.0
import { DeclarationMismatch } from '../errors.js';

/** The option of `[oslo_messaging_rabbit]` that decides a property of a queue or exchange. */
export function optionOf(property: string): string | undefined {
  switch (property) {
    case 'durable':
      return 'amqp_durable_queues';
    case 'auto_delete':
    case 'autoDelete':
      return 'amqp_auto_delete';
    case 'x-queue-type':
      return 'rabbit_quorum_queue';
    case 'x-expires':
      return 'rabbit_transient_queues_ttl';
    case 'x-ha-policy':
      return 'rabbit_ha_queues';
    case 'x-delivery-limit':
      return 'rabbit_quorum_delivery_limit';
    case 'x-max-in-memory-length':
      return 'rabbit_quroum_max_memory_length';
    case 'x-max-in-memory-bytes':
      return 'rabbit_quroum_max_memory_bytes';
    default:
      return undefined;
  }
}

/** What a 406 of RabbitMQ's comes to, or undefined for another error. */
export function mismatchOf(error: unknown): DeclarationMismatch | undefined {
  const text = error instanceof Error ? error.message : '';
  const match =
    /PRECONDITION[_-]FAILED.* inequivalent arg '([^']+)' for (queue|exchange) '([^']*)' in vhost '([^']*)': (.*?)"?$/s.exec(
      text,
    );
  if (match === null) return undefined;
  const [, property = '', kind = '', name = '', virtualHost = '', difference = ''] = match;
  const option = optionOf(property);
  const remedy =
    option === undefined
      ? `Delete the ${kind}, or let all services declare it alike.`
      : `Set [oslo_messaging_rabbit] ${option} as the other services have it, or delete the ${kind}.`;
  return new DeclarationMismatch(
    kind,
    name,
    option,
    `${kind} '${name}' on virtual host '${virtualHost}' has another '${property}': ${difference}. ${remedy}`,
  );
}
