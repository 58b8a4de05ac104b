// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { KeyedQueue } from './keyed-queue.js';

/** An action that goes on when it is told, and says when it began. */
function gate(name: string, order: string[]): { action: () => Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    action: () => {
      order.push(name);
      return opened;
    },
    open: () => open(),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('KeyedQueue', () => {
  it('runs actions of one key after the other, and of different keys at once', async () => {
    const queue = new KeyedQueue();
    const order: string[] = [];
    const [a, ab, b, c] = ['a', 'ab', 'b', 'c'].map((name) => gate(name, order));
    const running = [
      queue.run(['a'], a!.action),
      queue.run(['a', 'b'], ab!.action),
      queue.run(['b'], b!.action),
      queue.run(['c'], c!.action),
    ];
    await turn();
    expect(order).toEqual(['a', 'c']);
    a!.open();
    await turn();
    expect(order).toEqual(['a', 'c', 'ab']);
    ab!.open();
    await turn();
    expect(order).toEqual(['a', 'c', 'ab', 'b']);
    b!.open();
    c!.open();
    await Promise.all(running);
  });

  it('goes on after an action that failed', async () => {
    const queue = new KeyedQueue();
    const failing = queue.run(['a'], () => Promise.reject(new Error('no')));
    const next = queue.run(['a'], () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });
});
