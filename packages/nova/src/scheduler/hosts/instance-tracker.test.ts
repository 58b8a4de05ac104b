// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { expect, it } from 'vitest';
import { InstanceTracker } from './instance-tracker.js';

function trackerOf(...stored: readonly string[]) {
  const read: string[] = [];
  const tracker = new InstanceTracker(async (host) => {
    read.push(host);
    return new Set(stored);
  }, silentLogger);
  return { tracker, read };
}

it('reads a host that it hears of first, and trusts what the host tells afterwards', async () => {
  const { tracker, read } = trackerOf('a');
  await tracker.update('h', ['b']);
  expect(read).toEqual(['h']);
  expect(tracker.of('h')).toBeUndefined();
  await tracker.update('h', ['b']);
  expect(tracker.of('h')).toEqual(new Set(['a', 'b']));
  await tracker.delete('h', 'a');
  expect(tracker.of('h')).toEqual(new Set(['b']));
  expect(read).toEqual(['h']);
});

it('takes all that a host which starts tells', async () => {
  const { tracker, read } = trackerOf();
  await tracker.update('h', ['a', 'b']);
  expect(tracker.of('h')).toEqual(new Set(['a', 'b']));
  expect(read).toEqual([]);
});

it('reads anew where it is out of step', async () => {
  const { tracker, read } = trackerOf('a');
  await tracker.sync('h', ['a']);
  expect(tracker.of('h')).toBeUndefined();
  await tracker.sync('h', ['a']);
  expect(tracker.of('h')).toEqual(new Set(['a']));
  await tracker.sync('h', ['a', 'x']);
  expect(tracker.of('h')).toBeUndefined();
  expect(read).toEqual(['h', 'h']);
});

it('takes the next message after one whose host could not be read', async () => {
  const tracker = new InstanceTracker(() => Promise.reject(new Error('no database')), silentLogger);
  await expect(tracker.delete('h', 'a')).rejects.toThrow('no database');
  await tracker.update('h', ['a', 'b']);
  expect(tracker.of('h')).toEqual(new Set(['a', 'b']));
});
