// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { passwordAsMetadata, passwordOf } from './password.js';

describe('passwords', () => {
  it('are kept in four parts', () => {
    const long = 'x'.repeat(600);
    const kept = passwordAsMetadata(long);
    expect(Object.entries(kept).map(([name, { length }]) => [name, length])).toEqual([
      ['password_0', 255],
      ['password_1', 255],
      ['password_2', 90],
      ['password_3', 0],
    ]);
    expect(passwordOf({ other: 'x', ...kept })).toBe(long);
    expect(passwordOf(passwordAsMetadata(''))).toBeUndefined();
  });
});
