// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inTurn, products } from './products.js';

describe('products', () => {
  it('take one of each list in all ways', () => {
    expect([...products([[1, 2], [3], [4, 5]])]).toEqual([
      [1, 3, 4],
      [1, 3, 5],
      [2, 3, 4],
      [2, 3, 5],
    ]);
  });

  it('are one of no lists, and none where a list has nothing', () => {
    expect([...products([])]).toEqual([[]]);
    expect([...products([[1], []])]).toEqual([]);
  });

  it('are made as they are asked for', () => {
    const many = Array.from({ length: 1000 }, (_, index) => index);
    const { value } = products(Array.from({ length: 20 }, () => many)).next();
    expect(value).toHaveLength(20);
  });
});

describe('inTurn', () => {
  it('gives one of each, then the next of each that has more', () => {
    function* numbers(from: number, count: number): Generator<number, void> {
      for (let i = 0; i < count; i += 1) yield from + i;
    }
    expect([...inTurn([numbers(10, 1), numbers(20, 3), numbers(30, 0), numbers(40, 2)])]).toEqual([
      10, 20, 40, 21, 41, 22,
    ]);
  });
});
