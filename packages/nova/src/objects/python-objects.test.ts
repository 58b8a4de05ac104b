// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import { PythonPeer } from '@stackport/messaging/testing';
import type { FieldType, ObjectType, ObjectVersions } from '@stackport/versioned-objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backport, decode, open, toWire, versionsOf, type NovaObject } from './nova-object.js';
import { objectTypes, type ObjectName } from './object-types.js';

interface PythonClass {
  readonly version: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly tree: ObjectVersions;
}

const names = Object.keys(objectTypes).sort() as ObjectName[];
const typeOf = (name: ObjectName): ObjectType => objectTypes[name];

/** As Python is asked: objects, lists of them and times have forms of their own, the rest travels as it is. */
function kindOf(type: FieldType): unknown {
  return type === 'time' || typeof type === 'object' ? type : 'other';
}

/** The order of changes says nothing; Python's are a set. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'nova_object.changes' ? [...(inner as string[])].sort() : sorted(inner),
    ]),
  );
}

/** The same object written by us: those in it stay what they are. */
function written(sample: NovaObject): NovaObject {
  const { name, values, changes } = open(sample);
  const { fields } = typeOf(name as ObjectName);
  const own = Object.entries(sample['nova_object.data']).map(([field, raw]) => [
    field,
    typeof fields[field] === 'object' ? raw : values[field],
  ]);
  return toWire(name as ObjectName, Object.fromEntries(own) as Record<string, unknown>, changes);
}

describe('our objects and Python’s', () => {
  let python: PythonPeer;
  let samples: Readonly<Record<string, NovaObject>>;
  beforeAll(async () => {
    python = new PythonPeer(fileURLToPath(new URL('../../test/peer.py', import.meta.url)), []);
    await python.saying({ ready: true });
    const { result } = await python.ask({ do: 'samples', depth: 2 });
    samples = Object.fromEntries((result as NovaObject[]).map((sample) => [sample['nova_object.name'], sample]));
  });
  afterAll(() => python.end());

  it('are the same classes, in the same versions, with the same fields', async () => {
    const { result } = (await python.ask({ do: 'classes' })) as { result: Readonly<Record<string, PythonClass>> };
    expect(names).toEqual(Object.keys(result).sort());
    for (const name of names) {
      const { version, fields } = typeOf(name);
      const kinds = Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, kindOf(type)]));
      expect({ version, fields: kinds, tree: versionsOf(name) }, name).toEqual(result[name]);
    }
  });

  it('are read by us, written again as they were, and read by Python', async () => {
    const ours = names.map((name) => written(samples[name] as NovaObject));
    expect(ours).toEqual(names.map((name) => samples[name]));
    expect(names.every((name) => decode(samples[name]) !== samples[name])).toBe(true);
    const { result } = await python.ask({ do: 'again', objects: ours });
    expect(sorted(result)).toEqual(sorted(ours));
  });

  it('that we made of values are read by Python', async () => {
    const at = new Date('2026-11-21T09:37:36.500Z');
    const flavor = toWire('Flavor', { id: 1, name: 'm1.tiny', rxtx_factor: 1.5, created_at: at });
    const instance = toWire('Instance', { uuid: UUID, host: null, flavor, launched_at: at, vcpus: 1 }, ['host']);
    const list = toWire('InstanceList', { objects: [instance] });
    const { result } = await python.ask({ do: 'again', objects: [list] });
    // Python calls a list changed when something in it is.
    expect(result).toEqual([{ ...list, 'nova_object.changes': ['objects'] }]);
  });

  it.each(names)('%s goes to every older version as Python’s does', async (name) => {
    const [major, minor] = typeOf(name).version.split('.').map(Number) as [number, number];
    const object = samples[name] as NovaObject;
    const allVersions = Array.from({ length: minor + 1 }, (_, older) => `${major}.${older}`)
      // Upstream forgets that the first one had no tags.
      .filter((version) => name !== 'BuildRequest' || version !== '1.0')
      .map((version) => ({ ...versionsOf(name), [name]: version }));
    const { result } = await python.ask({ do: 'backport', object, all_versions: allVersions });
    expect(sorted(allVersions.map((versions) => ours(object, versions)))).toEqual(sorted(result));
  });
});

const UUID = '4d7d630d-e1a8-4ee3-a580-3abcd799e6ab';

function ours(object: NovaObject, versions: ObjectVersions): unknown {
  try {
    return backport(object, versions);
  } catch (error) {
    const { name, message } = error as Error;
    return { error: name, text: message };
  }
}
