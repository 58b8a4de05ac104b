// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createObjectKit, InvalidTargetVersion, list, ObjectActionError, refusing } from './index.js';

const kit = createObjectKit({
  prefix: 'shop_object',
  namespace: 'shop',
  types: {
    Order: {
      version: '2.3',
      fields: {
        id: 'integer',
        part: { object: 'Part' },
        byKey: { objectsByKey: 'Part' },
        parts: { object: 'PartList' },
      },
      since: { byKey: '2.2' },
    },
    Part: {
      version: '1.10',
      fields: { id: 'integer', colour: 'text', weight: 'integer', kind: 'text' },
      since: { colour: '1.10', weight: '1.2' },
      before: {
        '1.9': refusing('kind', ['virtual']),
        '1.2': (data) => ({ ...data, kind: `${String(data.kind)} of ${String(data.weight)}` }),
      },
    },
    SmallPart: { version: '1.4', fields: { id: 'integer' } },
    PartList: list('Part', '1.1'),
  },
});
const part = kit.toWire('Part', { id: 1, colour: 'red', weight: 7, kind: 'screw' }, ['colour', 'kind']);
const versionOf = (value: unknown): unknown => (value as Record<string, unknown>)['shop_object.version'];

it('leaves out what the older version lacks, also among the changes', () => {
  expect(kit.backport(part, { Part: '1.9' })).toEqual({
    'shop_object.name': 'Part',
    'shop_object.namespace': 'shop',
    'shop_object.version': '1.9',
    'shop_object.data': { id: 1, weight: 7, kind: 'screw' },
    'shop_object.changes': ['kind'],
  });
  const coloured = kit.toWire('Part', { colour: 'red' }, ['colour']);
  expect(kit.backport(coloured, { Part: '1.9' })).not.toHaveProperty(['shop_object.changes']);
  expect(kit.backport(part, { Part: '1.10' })).toEqual(part);
});

it('says in the older words what it had others for', () => {
  expect(kit.backport(part, { Part: '1.1' })['shop_object.data']).toEqual({ id: 1, kind: 'screw of 7' });
});

it('refuses what the older version cannot say', () => {
  const virtual = kit.toWire('Part', { kind: 'virtual' });
  expect(kit.backport(virtual, { Part: '1.9' })['shop_object.data']).toEqual({ kind: 'virtual' });
  expect(() => kit.backport(virtual, { Part: '1.8' })).toThrow(ObjectActionError);
  expect(() => kit.backport(virtual, { Part: '1.8' })).toThrow(
    'Object action obj_make_compatible failed because: kind=virtual not supported in version (1, 8)',
  );
});

it('goes through all that is within, whether the outer one is older or not', () => {
  const small = kit.toWire('SmallPart', { id: 2 });
  const order = kit.toWire('Order', {
    id: 1,
    part: small,
    byKey: { one: part, none: null },
    parts: kit.toWireList('PartList', [part, part]),
  });
  const same = kit.backport(order, { Order: '2.3', PartList: '1.0', Part: '1.9' })['shop_object.data'] as {
    part: unknown;
    byKey: Record<string, unknown>;
    parts: { 'shop_object.data': { objects: unknown[] } };
  };
  expect(versionOf(same.byKey.one)).toBe('1.9');
  expect(same.byKey.none).toBeNull();
  expect(versionOf(same.parts)).toBe('1.0');
  expect(same.parts['shop_object.data'].objects.map(versionOf)).toEqual(['1.9', '1.9']);
  // Who asks may not know the class: then the version of the one that the field is declared to have counts,
  // where that is not a later one.
  expect(versionOf(same.part)).toBe('1.4');
  const older = kit.backport(order, { Order: '2.1', Part: '1.2' })['shop_object.data'];
  expect(Object.keys(older)).toEqual(['id', 'part', 'parts']);
  expect(versionOf(older.part)).toBe('1.2');
  // What is not among the versions stays.
  expect(versionOf(older.parts)).toBe('1.1');
});

it('is not for newer versions, nor for classes that are not asked for', () => {
  expect(() => kit.backport(part, { Part: '1.11' })).toThrow(InvalidTargetVersion);
  expect(() => kit.backport(part, { Part: '2.0' })).toThrow('Invalid target version 2.0');
  expect(() => kit.backport(part, { Order: '2.3' })).toThrow('Unsupported object type Part');
});
