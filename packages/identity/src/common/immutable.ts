// SPDX-License-Identifier: Apache-2.0
import { immutableDelete, immutableUpdate } from '../errors.js';
import type { JsonObject } from './fields.js';

interface Guarded {
  readonly id: string;
  readonly options: Readonly<JsonObject>;
}

/**
 * An immutable resource takes one update: the one that makes it mutable again, and nothing beside.
 * @param changed - names of the attributes that the request has.
 */
export function assertMutable(
  type: string,
  resource: Guarded,
  changed: readonly string[],
  options: Readonly<JsonObject> | undefined,
): void {
  if (resource.options.immutable !== true) return;
  const released = options !== undefined && 'immutable' in options && options.immutable !== true;
  if (!released || changed.length !== 1) throw immutableUpdate(type, resource.id);
}

export function assertDeletable(type: string, resource: Guarded): void {
  if (resource.options.immutable === true) throw immutableDelete(type, resource.id);
}
