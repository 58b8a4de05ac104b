// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePropertyTypes, propertyType } from './property-type.js';

describe('a property definition', () => {
  it('has its attributes in the order of upstream and no others', () => {
    const shown = propertyType({
      maximum: 9,
      foo: 1,
      enum: ['a'],
      type: 'integer',
      title: 'T',
      name: 'n',
      required: ['x'],
    });
    expect(JSON.stringify(shown)).toBe('{"name":"n","type":"integer","title":"T","maximum":9,"enum":["a"]}');
  });

  it.each([
    ['x', 'x'],
    [5, '5'],
    [2.5, '2.5'],
    [true, 'True'],
    [false, 'False'],
    [['a'], null],
    [{ a: 1 }, null],
    [null, null],
  ])('has a text for its default %j', (given, kept) => {
    expect(propertyType({ default: given })).toEqual({ default: kept });
  });

  it('has whole numbers for bounds', () => {
    expect(propertyType({ minimum: 1.9, maximum: -1.9, minLength: 0 })).toEqual({
      minimum: 1,
      maximum: -1,
      minLength: 0,
    });
  });

  it('is the same after any number of readings', () => {
    const definition = fc.record(
      {
        title: fc.string(),
        default: fc.oneof(
          fc.string(),
          fc.double({ noNaN: true }),
          fc.boolean(),
          fc.array(fc.string()),
          fc.constant(null),
        ),
        minimum: fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
        items: fc.record({ type: fc.string(), enum: fc.array(fc.string()) }, { requiredKeys: ['type'] }),
        other: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(definition, (raw) => {
        const once = JSON.stringify(propertyType(raw));
        expect(JSON.stringify(propertyType(JSON.parse(once) as Record<string, unknown>))).toBe(once);
      }),
    );
  });

  it('is read from what Python wrote for an object without properties', () => {
    expect(parsePropertyTypes('null')).toEqual({});
    expect(parsePropertyTypes('{"a": {"title": "A", "type": "string"}}')).toEqual({
      a: { type: 'string', title: 'A' },
    });
  });
});
