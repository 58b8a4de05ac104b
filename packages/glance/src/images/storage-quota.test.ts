// SPDX-License-Identifier: Apache-2.0
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { limitedTo, parseStorageQuota } from './storage-quota.js';

describe('parseStorageQuota', () => {
  it.each([
    ['0', 0],
    ['17', 17],
    ['2KB', 2048],
    ['3 mb', 3 * 1024 ** 2],
    ['1TB', 1024 ** 4],
  ])('takes %j as %i bytes', (quota, bytes) => {
    expect(parseStorageQuota(quota)).toBe(bytes);
  });

  it.each(['', 'many', '-1', '1.5GB', '1PB'])('refuses %j', (quota) => {
    expect(() => parseStorageQuota(quota)).toThrow('user_storage_quota');
  });
});

describe('limitedTo', () => {
  const tooMuch = (received: number): Error => new Error(`too much: ${received}`);

  it('passes on what is allowed, and fails beyond it', async () => {
    expect(await text(limitedTo(Readable.from([Buffer.from('12345')]), 5, tooMuch))).toBe('12345');
    await expect(text(limitedTo(Readable.from([Buffer.from('123456')]), 5, tooMuch))).rejects.toThrow('too much: 6');
  });

  it('tells whoever reads later that the client went away, and nobody else', async () => {
    const data = new PassThrough();
    const limited = limitedTo(data, 5, tooMuch);
    data.write('123');
    data.destroy(new Error('the client went away'));
    await turn();
    await expect(text(limited)).rejects.toThrow('the client went away');
  });
});
