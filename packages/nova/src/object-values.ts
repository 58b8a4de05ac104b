// SPDX-License-Identifier: Apache-2.0
import type { ObjectType, ObjectValues } from '@stackport/versioned-objects';
import { isWireObject, toWire, type NovaObject } from './objects/nova-object.js';
import { objectTypes, type ObjectName } from './objects/object-types.js';

/**
 * Values as an object that travels, objects in it as well. The class of an object within is the declared one, so lists
 * and dictionaries of objects need no more than their values.
 */
export function objectOf(name: ObjectName, values: object, changes: readonly string[] = []): NovaObject {
  const { fields }: ObjectType = objectTypes[name];
  const given = values as ObjectValues;
  const encoded: Record<string, unknown> = {};
  for (const [field, type] of Object.entries(fields)) {
    const value = given[field];
    if (value === undefined) continue;
    if (typeof type !== 'object' || value === null) encoded[field] = value;
    else if ('object' in type) encoded[field] = within(type.object, value);
    else if ('objects' in type) encoded[field] = (value as readonly unknown[]).map((one) => within(type.objects, one));
    else
      encoded[field] = Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, within(type.objectsByKey, one)]),
      );
  }
  return toWire(name, encoded, changes);
}

/** A list object of values. */
export function listOf(name: ObjectName, values: readonly object[]): NovaObject {
  return objectOf(name, { objects: values });
}

function within(name: string, value: unknown): unknown {
  if (value === null || isWireObject(value)) return value;
  return objectOf(name as ObjectName, value as object);
}
