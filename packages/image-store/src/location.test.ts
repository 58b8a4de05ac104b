// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { BackendException } from './errors.js';
import { checkLocationMetadata, schemeOf } from './location.js';

describe('schemeOf', () => {
  it.each([
    ['file:///a', 'file'],
    ['HTTP://a/b', 'http'],
    ['swift+config://x', 'swift+config'],
    ['/etc/passwd', ''],
    ['', ''],
    ['1a://x', ''],
  ])('%s', (uri, scheme) => expect(schemeOf(uri)).toBe(scheme));
});

describe('checkLocationMetadata', () => {
  it('takes strings, and lists and objects of them', () => {
    expect(() => checkLocationMetadata({ a: 'b', c: ['d', { e: 'f' }] })).not.toThrow();
  });

  it.each([[{ a: 1 }], [{ a: ['x', null] }], [true], [{ a: { b: 2.5 } }]])('refuses %j', (value: unknown) => {
    expect(() => checkLocationMetadata(value)).toThrow(BackendException);
  });

  it('names the place', () => {
    expect(() => checkLocationMetadata({ a: ['x', 3] })).toThrow(
      'The image metadata key a[1] has an invalid type of number.',
    );
  });
});
