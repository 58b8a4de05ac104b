// SPDX-License-Identifier: Apache-2.0
import type { ObjectType } from '@stackport/versioned-objects';
import { describe, expect, it } from 'vitest';
import { recordedMessages } from '../rpc/recorded-messages.js';
import { backport, decode, isWireObject, open, toWire, versionsOf, type NovaObject } from './nova-object.js';
import { objectTypes, type ObjectName } from './object-types.js';

const recorded = recordedMessages();

/** Every outermost object in what Python's nova sent. */
function objectsIn(value: unknown): NovaObject[] {
  if (isWireObject(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(objectsIn) : [];
}

/** An object read and written again, and so those in it. */
function again(wire: NovaObject): NovaObject {
  const { name, values, changes } = open(wire);
  const { fields }: ObjectType = objectTypes[name as ObjectName];
  const written = Object.entries(wire['nova_object.data']).map(([field, raw]) => [
    field,
    typeof fields[field] === 'object' ? inner(raw) : values[field],
  ]);
  return toWire(name as ObjectName, Object.fromEntries(written) as Record<string, unknown>, changes);
}

function inner(raw: unknown): unknown {
  if (isWireObject(raw)) return again(raw);
  return Array.isArray(raw) ? raw.map(inner) : raw;
}

describe('objects that Python’s nova sent', () => {
  const objects = recorded.flatMap(({ message }) => objectsIn(message));

  it('are read, and written again as they were', () => {
    const names = new Set(objects.map((object) => object['nova_object.name']));
    expect([...names].sort()).toEqual(
      expect.arrayContaining(['BlockDeviceMappingList', 'BuildRequest', 'ComputeNode', 'Instance', 'RequestSpec']),
    );
    for (const object of objects) expect(again(object)).toEqual(object);
  });

  it('have times as times, and objects as their values', () => {
    const build = recorded.find(({ message }) => message.method === 'build_and_run_instance');
    const args = decode(build?.message.args) as { instance: Record<string, unknown>; request_spec: unknown };
    expect(args.instance.created_at).toBeInstanceOf(Date);
    expect(args.instance.flavor).toMatchObject({ vcpus: 1, extra_specs: {}, disabled: false });
    expect(args.request_spec).toMatchObject({
      num_instances: 1,
      image: { disk_format: 'raw', properties: {} },
      flavor: { memory_mb: expect.any(Number) as number },
    });
  });

  it('are in the versions that their readers asked for', () => {
    const asked = recorded.filter(({ message }) => message.method === 'object_class_action_versions');
    expect(asked.length).toBeGreaterThan(10);
    for (const { message } of asked) {
      const { objname, object_versions: versions } = message.args as { objname: ObjectName; object_versions: object };
      expect(versionsOf(objname), objname).toEqual(versions);
    }
  });

  it('go to an older version of themselves, and stay readable', () => {
    for (const object of objects) {
      const name = object['nova_object.name'] as ObjectName;
      const versions = versionsOf(name);
      expect(backport(object, versions)).toEqual(object);
      const oldest = Object.fromEntries(
        Object.entries(versions).map(([one, version]) => [one, `${version.split('.', 1).join('')}.0`]),
      );
      const { values, version } = open(backport(object, oldest));
      expect(version).toBe(oldest[name]);
      expect(Object.keys(object['nova_object.data'])).toEqual(
        expect.arrayContaining(Object.keys(values).filter((field) => field !== 'service_id')),
      );
    }
  });
});
