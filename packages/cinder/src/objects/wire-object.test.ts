// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { IncompatibleObjectVersion, UnsupportedObjectError, fromWire, isWireObject, toWire } from './wire-object.js';
import { objectTypes, type ObjectName } from './object-types.js';

/** Every object in what Python's cinder sent. */
function recordedObjects(): unknown[] {
  const found: unknown[] = [];
  const collect = (value: unknown): void => {
    if (isWireObject(value)) found.push(value);
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  readFileSync(new URL('../../../testing/reference/golden/cinder-amqp.jsonl', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .forEach((line) => collect(JSON.parse(line)));
  return found;
}

describe('versioned objects', () => {
  it('of the Python service are read, and written again as they were', () => {
    const recorded = recordedObjects();
    expect(recorded.length).toBeGreaterThan(30);
    for (const object of recorded) {
      if (!isWireObject(object)) continue;
      const name = object['versioned_object.name'] as ObjectName;
      const values = fromWire(name, object);
      expect(Object.keys(values)).toEqual(Object.keys(object['versioned_object.data']));
      // Parts are written by whoever has them as rows: here they stay what they are.
      const parts = Object.entries(object['versioned_object.data']).filter(([, value]) => typeof value === 'object');
      const written = toWire(name, { ...values, ...Object.fromEntries(parts) }, object['versioned_object.changes']);
      expect({ ...written }).toEqual(object);
    }
  });

  it('of another version or of another project are refused', () => {
    const wire = toWire('Volume', { id: 'v' });
    expect(fromWire('Volume', { ...wire, 'versioned_object.version': '1.0' })).toEqual({ id: 'v' });
    const newer = { ...wire, 'versioned_object.version': '1.99' };
    expect(() => fromWire('Volume', newer)).toThrow(IncompatibleObjectVersion);
    expect(() => fromWire('Volume', newer)).toThrow(`supported version is ${objectTypes.Volume.version}`);
    expect(() => fromWire('Volume', { ...wire, 'versioned_object.namespace': 'nova' })).toThrow(UnsupportedObjectError);
  });

  it('are not what users write into metadata', () => {
    const metadata = { 'versioned_object.name': 'Volume', 'versioned_object.data': 'x' };
    expect(fromWire('Volume', toWire('Volume', { metadata }))).toEqual({ metadata });
  });
});
