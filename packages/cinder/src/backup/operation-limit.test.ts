// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { OperationLimit } from './operation-limit.js';

describe('OperationLimit', () => {
  it.each([
    [2, 2],
    [1, 1],
    [0, 6],
  ])('of %i lets %i of six run at a time, and all in the end', async (limit, most) => {
    const operations = new OperationLimit(limit);
    let running = 0;
    let highest = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) =>
        operations.run(async () => {
          highest = Math.max(highest, (running += 1));
          await new Promise(setImmediate);
          running -= 1;
          if (index % 2 === 0) throw new Error('failed');
          return index;
        }),
      ),
    );
    expect(highest).toBe(most);
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual([false, true, false, true, false, true]);
  });
});
