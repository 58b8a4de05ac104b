// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { requestedDeviceName } from './device-names.js';

describe('a device name of a request', () => {
  it.each([
    ['/dev/vdc', '/dev/sda', '/dev/sdc'],
    ['/dev/xvdaa', '/dev/vda', '/dev/vdaa'],
    ['/dev/sdb1', '/dev/sda', '/dev/sdb'],
  ])('%s beside %s is %s: its letter counts', (asked, root, name) => {
    expect(requestedDeviceName(asked, root, [null])).toBe(name);
  });

  it('is taken where another device has its letter, on whatever bus', () => {
    for (const asked of ['/dev/vda', '/dev/sdb'])
      expect(() => requestedDeviceName(asked, '/dev/sda', ['/dev/vdb'])).toThrow(
        `The supplied device path (${asked}) is in use.`,
      );
  });

  it('is none that is not of a disk', () => {
    expect(() => requestedDeviceName('tape', '/dev/sda', [])).toThrow('The supplied device path (tape) is invalid.');
  });
});
