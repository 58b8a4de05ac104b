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

  it('have times as times, and nothing that was not loaded', () => {
    const at = new Date('2026-11-21T09:37:36.250Z');
    const wire = toWire('Volume', { id: 'v', created_at: at, host: null, launched_at: undefined });
    expect(wire['versioned_object.data']).toEqual({ id: 'v', created_at: '2026-11-21T09:37:36Z', host: null });
    expect(fromWire('Volume', wire).created_at).toEqual(new Date('2026-11-21T09:37:36Z'));
  });

  it('of another class, of another major version or of a later minor one are refused', () => {
    const wire = toWire('Volume', { id: 'v' });
    const version = objectTypes.Volume.version;
    const as = (text: string) => ({ ...wire, 'versioned_object.version': text });
    expect(fromWire('Volume', as('1.0'))).toEqual({ id: 'v' });
    for (const other of ['2.0', '1.99', '0.9', 'x']) {
      expect(() => fromWire('Volume', as(other)), other).toThrow(IncompatibleObjectVersion);
      expect(() => fromWire('Volume', as(other)), other).toThrow(`supported version is ${version}`);
    }
    expect(() => fromWire('Snapshot', wire)).toThrow(UnsupportedObjectError);
    expect(() => fromWire('Volume', { id: 'v' })).toThrow(UnsupportedObjectError);
    expect(() => fromWire('Volume', { ...wire, 'versioned_object.namespace': 'nova' })).toThrow(UnsupportedObjectError);
  });
});
