// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { now, toSeconds } from './time.js';

describe('toSeconds', () => {
  it('cuts milliseconds off, before 1970 as well', () => {
    expect(toSeconds(new Date(1_999))).toEqual(new Date(1_000));
    expect(toSeconds(new Date(-1))).toEqual(new Date(-1_000));
    expect(toSeconds(new Date(5_000))).toEqual(new Date(5_000));
  });
});

describe('now', () => {
  it('is the current second', () => {
    const age = Date.now() - now().getTime();
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(1500);
    expect(now().getMilliseconds()).toBe(0);
  });
});
