// SPDX-License-Identifier: Apache-2.0
import { NovaError } from '../errors/base.js';
import type { NovaObject } from '../objects/nova-object.js';

/** `control_exchange` where an operator says nothing: nova's own, not oslo.messaging's (nova 26, config.py). */
export const NOVA_EXCHANGE = 'nova';

export const COMPUTE_TOPIC = 'compute';
/** Of the conductor, its own interface and `compute_task`. */
export const CONDUCTOR_TOPIC = 'conductor';
export const COMPUTE_TASK_NAMESPACE = 'compute_task';
export const SCHEDULER_TOPIC = 'scheduler';

/** Nobody can be told: neither a host is named, nor does the object name one. Texts are nova's (compute/rpcapi.py). */
export class NoComputeHost extends NovaError {}

/** The host of an instance. Throws `NoComputeHost` where it has none yet, or no more. */
export function hostOf(instance: NovaObject): string {
  const { host, uuid } = instance['nova_object.data'];
  if (typeof host === 'string' && host !== '') return host;
  throw new NoComputeHost(`Unable to find host for Instance ${String(uuid)}`);
}

/** The host that a migration leaves or goes to. Throws `NoComputeHost` where it names none. */
export function hostOfMigration(migration: NovaObject, which: 'source_compute' | 'dest_compute'): string {
  const host = migration['nova_object.data'][which];
  if (typeof host === 'string' && host !== '') return host;
  throw new NoComputeHost('No compute host specified');
}
