// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { isInside, netmaskOf, networkAddressOf, parseCidr } from './cidr.js';

describe('networks', () => {
  // As Python's netaddr has them.
  it.each([
    ['10.1.2.3/24', '255.255.255.0', '10.1.2.0'],
    ['0.0.0.0/0', '0.0.0.0', '0.0.0.0'],
    ['192.0.2.7', '255.255.255.255', '192.0.2.7'],
    ['10.0.0.0/9', '255.128.0.0', '10.0.0.0'],
    ['2001:db8:1:2:3::9/64', 'ffff:ffff:ffff:ffff::', '2001:db8:1:2::'],
    ['::/0', '::', '::'],
    ['fe80::1/128', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fe80::1'],
    ['1:0:0:2:0:0:0:3/128', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '1:0:0:2::3'],
    ['::ffff:10.0.0.1/120', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00', '::ffff:a00:0'],
  ])('%s has the mask %s and begins at %s', (cidr, mask, first) => {
    expect(netmaskOf(cidr)).toBe(mask);
    expect(networkAddressOf(cidr)).toBe(first);
  });

  it('hold addresses', () => {
    expect(isInside('10.0.0.255', '10.0.0.0/24')).toBe(true);
    expect(isInside('10.0.1.0', '10.0.0.0/24')).toBe(false);
    expect(isInside('fd00::1', 'fd00::/64')).toBe(true);
    expect(isInside('fd00::1', '10.0.0.0/24')).toBe(false);
  });

  it.each(['', 'x/24', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/x', '::/129'])('%j is none', (text) => {
    expect(() => parseCidr(text)).toThrow(RangeError);
  });
});
