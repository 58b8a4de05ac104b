// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import { isWireObject, type NovaObject } from '../objects/nova-object.js';

/** What nova calls a primitive: an object's values without its class, as compute hosts take images. */
export function plainObject(object: NovaObject | ObjectValues): ObjectValues {
  return plain(object) as ObjectValues;
}

/** Limits as the dictionary that compute hosts take; what has no limit is left out (nova 26, SchedulerLimits.to_dict). */
export function limitsArgument(limits: NovaObject | ObjectValues | null): ObjectValues | null {
  if (!isWireObject(limits)) return limits;
  return Object.fromEntries(Object.entries(limits['nova_object.data']).filter(([, limit]) => limit !== null));
}

function plain(value: unknown): unknown {
  if (isWireObject(value)) {
    const data = value['nova_object.data'];
    // A list object is a list.
    return Array.isArray(data.objects) ? data.objects.map(plain) : plain(data);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
