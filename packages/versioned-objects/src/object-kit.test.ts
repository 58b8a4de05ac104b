// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { createObjectKit, IncompatibleObjectVersion, list, times, UnsupportedObjectError } from './index.js';

const kit = createObjectKit({
  prefix: 'shop_object',
  namespace: 'shop',
  types: {
    Order: {
      version: '1.3',
      fields: {
        id: 'integer',
        note: 'text',
        labels: 'dictionary',
        customer: { object: 'Customer' },
        lines: { object: 'LineList' },
        gifts: { objects: 'Line' },
        stores: { objectsByKey: 'Customer' },
        ...times,
      },
    },
    Customer: { version: '2.0', fields: { name: 'text', orders: { objects: 'Order' } } },
    Line: { version: '1.1', fields: { id: 'integer', at: 'time' } },
    LineList: list('Line', '1.0'),
  },
});
const line = kit.toWire('Line', { id: 1, at: new Date('2026-11-21T09:37:36.750Z') });
const customer = kit.madeObject('Customer', { name: 'ü' });
const at = (value: object, version: string) => ({ ...value, 'shop_object.version': version });

describe('an object', () => {
  it('travels with its class, version, project and what is set in it', () => {
    const wire = kit.toWire('Order', { id: 4, note: null, created_at: new Date('2026-01-02T03:04:05Z'), other: 1 }, [
      'note',
    ]);
    expect(wire).toEqual({
      'shop_object.name': 'Order',
      'shop_object.namespace': 'shop',
      'shop_object.version': '1.3',
      'shop_object.data': { id: 4, note: null, created_at: '2026-01-02T03:04:05Z' },
      'shop_object.changes': ['note'],
    });
    expect(kit.toWire('Order', { id: undefined })).not.toHaveProperty(['shop_object.changes']);
  });

  it('that was made counts as changed', () => {
    expect(customer['shop_object.changes']).toEqual(['name']);
    expect(kit.madeObject('Customer', { name: undefined })).not.toHaveProperty(['shop_object.changes']);
  });

  it('comes back with what is in it: an object, lists of them, a dictionary of them', () => {
    const wire = kit.toWire('Order', {
      id: 4,
      customer,
      lines: kit.toWireList('LineList', [line]),
      gifts: [line, line],
      stores: { north: customer },
      labels: { a: '1' },
      updated_at: null,
    });
    const decodedLine = { id: 1, at: new Date('2026-11-21T09:37:36Z') };
    const values = {
      id: 4,
      customer: { name: 'ü' },
      lines: { objects: [decodedLine] },
      gifts: [decodedLine, decodedLine],
      stores: { north: { name: 'ü' } },
      labels: { a: '1' },
      updated_at: null,
    };
    const travelled: unknown = JSON.parse(JSON.stringify(wire));
    expect(kit.fromWire('Order', travelled)).toEqual(values);
    expect(kit.open(kit.toWire('Order', { id: 4 }, ['id']))).toEqual({
      name: 'Order',
      version: '1.3',
      values: { id: 4 },
      changes: ['id'],
    });
    expect(kit.decode({ one: travelled, all: [[wire]], word: 'x', none: null })).toEqual({
      one: values,
      all: [[values]],
      word: 'x',
      none: null,
    });
  });

  it('is one only where its class says so: what users write into a dictionary is theirs', () => {
    const labels = { 'shop_object.name': 'Line', 'shop_object.data': 'x' };
    expect(kit.fromWire('Order', kit.toWire('Order', { labels }))).toEqual({ labels });
  });

  it('has no fields that are unknown here', () => {
    const wire = { ...line, 'shop_object.data': { id: 1, constructor: 2, colour: 'red' } };
    expect(kit.fromWire('Line', wire)).toEqual({ id: 1 });
  });
});

describe('versions', () => {
  it('of the same major number and no later minor one are read, a third number says nothing', () => {
    const wire = kit.toWire('Order', { id: 1 });
    for (const version of ['1.0', '1.3', '1.3.9']) expect(kit.fromWire('Order', at(wire, version))).toEqual({ id: 1 });
    for (const version of ['1.4', '2.0', '0.9', '1', 'x', '']) {
      expect(() => kit.fromWire('Order', at(wire, version)), version).toThrow(IncompatibleObjectVersion);
    }
    expect(() => kit.fromWire('Order', at(wire, '1.4'))).toThrow(
      'Version 1.4 of Order is not supported, supported version is 1.3',
    );
  });

  it('say what came and what is known, also of what is within', () => {
    const wire = kit.toWire('Order', { gifts: [line, at(line, '1.7')] });
    const thrown = (() => {
      try {
        return kit.decode([wire]);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toMatchObject({ objectName: 'Line', version: '1.7', supported: '1.1' });
  });

  it('of a class and of all that can be in it are what a backport is asked for', () => {
    expect(kit.versionsOf('LineList')).toEqual({ LineList: '1.0', Line: '1.1' });
    expect(kit.versionsOf('Customer')).toEqual({ Customer: '2.0', Order: '1.3', LineList: '1.0', Line: '1.1' });
  });

  it('that are too new are asked for in ours', async () => {
    const newer = at(kit.toWire('Order', { gifts: [at(line, '1.7')] }), '1.9');
    const asked: unknown[] = [];
    const decoded = await kit.decodeOrAsk({ order: newer, line, all: [line], word: 'x' }, async (object, versions) => {
      asked.push([object, versions]);
      return kit.toWire('Order', { id: 7 });
    });
    const known = { id: 1, at: new Date('2026-11-21T09:37:36Z') };
    expect(decoded).toEqual({ order: { id: 7 }, line: known, all: [known], word: 'x' });
    expect(asked).toEqual([[newer, kit.versionsOf('Order')]]);
    await expect(kit.decodeOrAsk(newer, async (object) => object)).rejects.toThrow(IncompatibleObjectVersion);
    const unknown = { ...newer, 'shop_object.name': 'Till' };
    await expect(kit.decodeOrAsk(unknown, async () => line)).rejects.toThrow('Unsupported object type Till');
  });
});

it('of another class, of another project or of no shape is refused', () => {
  expect(() => kit.fromWire('Order', line)).toThrow(UnsupportedObjectError);
  expect(() => kit.fromWire('Order', { id: 1 })).toThrow(UnsupportedObjectError);
  expect(() => kit.fromWire('Order', null)).toThrow(UnsupportedObjectError);
  for (const broken of [
    { 'shop_object.namespace': 'cinder' },
    { 'shop_object.name': 'toString' },
    { 'shop_object.name': 5 },
    { 'shop_object.data': undefined },
    { 'shop_object.data': [] },
  ])
    expect(() => kit.decode({ ...line, ...broken }), JSON.stringify(broken)).toThrow(UnsupportedObjectError);
});
