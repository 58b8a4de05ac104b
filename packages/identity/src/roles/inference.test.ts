// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InferenceGraph } from './inference.js';

const rules = (...pairs: [string, string][]) =>
  new InferenceGraph(pairs.map(([priorId, impliedId]) => ({ priorId, impliedId })));

describe('role inference', () => {
  it('follows every step', () => {
    const graph = rules(['admin', 'member'], ['member', 'reader'], ['admin', 'manager']);
    expect(graph.expand(['admin'])).toEqual(['admin', 'member', 'manager', 'reader']);
    expect(graph.expand(['member'])).toEqual(['member', 'reader']);
    expect(graph.expand([])).toEqual([]);
  });

  it('ends in a loop', () => {
    expect(rules(['a', 'b'], ['b', 'a']).expand(['b'])).toEqual(['b', 'a']);
  });

  it('says what each role follows from', () => {
    const graph = rules(['admin', 'member'], ['member', 'reader'], ['reader', 'admin']);
    expect([...graph.consequences('admin')]).toEqual([
      { priorId: 'admin', impliedId: 'member' },
      { priorId: 'member', impliedId: 'reader' },
    ]);
  });

  it('gives what a second expansion would not add to', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name)), fc.array(name), (pairs, start) => {
        const graph = rules(...pairs);
        const once = graph.expand(start);
        expect(new Set(graph.expand(once))).toEqual(new Set(once));
        expect(new Set(once).size).toBe(once.length);
      }),
    );
  });
});
