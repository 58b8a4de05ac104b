// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Mutex, MutexTimeoutError } from './mutex.js';

describe('Mutex', () => {
  it('admits one at a time, in the order of asking', async () => {
    const mutex = new Mutex();
    const order: string[] = [];
    await Promise.all(
      [1, 2, 3, 4].map(async (number) => {
        const release = await mutex.acquire(1000);
        order.push(`in ${number}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(`out ${number}`);
        release();
      }),
    );
    expect(order).toEqual(['in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3', 'in 4', 'out 4']);
  });

  it('gives up after the timeout and leaves its place to the next', async () => {
    const mutex = new Mutex();
    const release = await mutex.acquire(1000);
    await expect(mutex.acquire(10)).rejects.toThrow(MutexTimeoutError);
    const next = mutex.acquire(1000);
    release();
    (await next)();
    (await mutex.acquire(0))();
  });

  it('takes a second release for nothing', async () => {
    const mutex = new Mutex();
    const release = await mutex.acquire(10);
    release();
    const held = await mutex.acquire(10);
    release();
    await expect(mutex.acquire(10)).rejects.toThrow(MutexTimeoutError);
    held();
  });
});
