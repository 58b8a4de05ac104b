// SPDX-License-Identifier: Apache-2.0
import { BlockList, isIP } from 'node:net';

/** `10.0.0.0/24`, `fd00::/64` */
export interface Cidr {
  readonly address: string;
  /** Bits. */
  readonly prefix: number;
  readonly version: 4 | 6;
}

/** Throws RangeError for what is none. An address alone is a network of its own. */
export function parseCidr(text: string): Cidr {
  const [address = '', bits] = text.split('/');
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? longest : Number(bits);
  if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > longest)
    throw new RangeError(`${text} is no network`);
  return { address, prefix, version: version === 4 ? 4 : 6 };
}

export function isInside(address: string, cidr: string): boolean {
  const { address: network, prefix, version } = parseCidr(cidr);
  if (isIP(address) !== version) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, `ipv${version}`);
  return list.check(address, `ipv${version}`);
}

/** `255.255.255.0`, `ffff:ffff:ffff:ffff::` */
export function netmaskOf(cidr: string): string {
  const { prefix, version } = parseCidr(cidr);
  return written(maskOf(prefix, version), version);
}

/** The first address. */
export function networkAddressOf(cidr: string): string {
  const { address, prefix, version } = parseCidr(cidr);
  return written(numberOf(address, version) & maskOf(prefix, version), version);
}

function maskOf(prefix: number, version: 4 | 6): bigint {
  const length = version === 4 ? 32n : 128n;
  return ((1n << BigInt(prefix)) - 1n) << (length - BigInt(prefix));
}

function numberOf(address: string, version: 4 | 6): bigint {
  if (version === 4) return address.split('.').reduce((number, byte) => (number << 8n) + BigInt(byte), 0n);
  // The last four bytes may be written as an address of version 4.
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_whole, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const all = [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last];
  return all.reduce((number, group) => (number << 16n) + BigInt(`0x${group}`), 0n);
}

/** As RFC 5952 has it. */
function written(number: bigint, version: 4 | 6): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_none, index) =>
    ((number >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const runs = [...groups.join(':').matchAll(/(?<![^:])0(?::0)+(?![^:])/g)];
  const longest = runs.reduce<RegExpExecArray | undefined>(
    (best, run) => (best === undefined || run[0].length > best[0].length ? run : best),
    undefined,
  );
  if (longest === undefined) return groups.join(':');
  const text = groups.join(':');
  const before = text.slice(0, longest.index).replace(/:$/, '');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
