// SPDX-License-Identifier: Apache-2.0
// What pairs of messages are made of, in tests.
import type { RequestContext } from '@stackport/context';
import type { NovaClients } from '../create-clients.js';

export interface MessagePair {
  readonly api: 'compute' | 'conductor' | 'compute_task' | 'scheduler';
  /** Of upstream's class. */
  readonly method: string;
  /** By the names that upstream's method has for them. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly ours: (clients: NovaClients, context: RequestContext) => Promise<unknown>;
}

export const pair = (
  api: MessagePair['api'],
  method: string,
  args: MessagePair['args'],
  ours: MessagePair['ours'],
): MessagePair => ({ api, method, args, ours });

export const compute = (
  method: string,
  args: MessagePair['args'],
  ours: (compute: NovaClients['compute'], context: RequestContext) => Promise<unknown>,
): MessagePair => pair('compute', method, args, (clients, context) => ours(clients.compute, context));

export const INFO = { type: 'qcow2', new_file: 'f' };
export const PLAIN_IMAGE = { id: 'i', min_ram: 0, properties: { hw_disk_bus: 'virtio' } };
