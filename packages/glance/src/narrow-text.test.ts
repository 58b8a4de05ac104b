// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asciiJson, requireNarrow } from './narrow-text.js';

it('names the attribute that upstream names', () => {
  const message = (record: object): string => {
    try {
      requireNarrow('create metadata thing', record);
      return 'fits';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const refused = (name: string): string =>
    `Couldn't create metadata thing: ${name} can't contain 4 byte unicode characters.`;
  expect(message({ namespace: 'a', displayName: '\u{1F600}' })).toBe(refused('Display_Name'));
  expect(message({ properties: { p: { title: '\u{1F600}' } } })).toBe(refused('Title'));
  expect(message({ name: 'é数', protected: true, enum: ['\u{1F600}'], description: null })).toBe('fits');
});

it('JSON is ASCII and means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const json = asciiJson([value, text]);
      expect(json).toMatch(/^[\x20-\x7f]*$/);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify([value, text])));
    }),
  );
});
