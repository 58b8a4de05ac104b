// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { compileFormat, formatDate } from './index.js';

describe('compileFormat', () => {
  const values: Record<string, unknown> = { s: 'text', n: 7, f: 3.14159, none: undefined, t: true, neg: -5 };
  it.each([
    ['%(s)s', 'text'],
    ['%(n)03d|%(n)3d|%(n)-3d|', '007|  7|7  |'],
    ['%(neg)04d', '-005'],
    ['%(f).2f %(f)d %(f)f', '3.14 3 3.141590'],
    ['%(s)8s|%(s)-8s|%(s).2s', '    text|text    |te'],
    ['%(s)r %(none)s %(t)s', "'text' None True"],
    ['100%% %(n)x %(n)o %(n)e %(f)g', '100% 7 7 7.000000e+0 3.14159'],
    ['%(unfinished %s (s)s', '%(unfinished %s (s)s'],
    ['', ''],
  ])('%s', (format, expected) =>
    expect(compileFormat<undefined>(format, (name) => values[name])(undefined)).toBe(expected),
  );
});

describe('formatDate', () => {
  const date = new Date(2026, 10, 5, 14, 3, 9);
  it.each([
    ['%Y-%m-%d %H:%M:%S', '2026-11-05 14:03:09'],
    ['%y %b %B %a %A %j %I %p %e', '26 Nov November Thu Thursday 309 02 PM  5'],
    ['%F %T %R %D %%', '2026-11-05 14:03:09 14:03 11/05/26 %'],
    ['%Q', '%Q'],
  ])('%s', (format, expected) => expect(formatDate(format, date)).toBe(expected));
  it('has the offset', () => expect(formatDate('%z', date)).toMatch(/^[+-]\d{4}$/));
});
