// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { iso9660 } from './iso9660.js';

const SECTOR = 2048;
const date = new Date('2026-01-02T03:04:05Z');

/** All files of one of the image's two trees, by path. @param descriptor - 16 plain, 17 Joliet */
function readTree(image: Buffer, descriptor: 16 | 17): Map<string, string> {
  const decode = (bytes: Buffer): string =>
    descriptor === 16 ? bytes.toString('latin1') : Buffer.from(bytes).swap16().toString('utf16le');
  const files = new Map<string, string>();
  const walk = (sector: number, size: number, path: string): void => {
    for (let offset = 0; offset < size;) {
      const start = sector * SECTOR + offset;
      const length = image.readUInt8(start);
      if (length === 0) {
        offset = Math.ceil((offset + 1) / SECTOR) * SECTOR;
        continue;
      }
      expect(Math.floor(offset / SECTOR)).toBe(Math.floor((offset + length - 1) / SECTOR));
      const name = image.subarray(start + 33, start + 33 + image.readUInt8(start + 32));
      const [where, bytes] = [image.readUInt32LE(start + 2), image.readUInt32LE(start + 10)];
      expect([image.readUInt32BE(start + 6), image.readUInt32BE(start + 14)]).toEqual([where, bytes]);
      if (name.length > 1 || (name[0] ?? 0) > 1) {
        const full = `${path}${decode(name)}`;
        if (image.readUInt8(start + 25) === 2) walk(where, bytes, `${full}/`);
        else files.set(full, image.subarray(where * SECTOR, where * SECTOR + bytes).toString());
      }
      offset += length;
    }
  };
  const root = descriptor * SECTOR + 156;
  walk(image.readUInt32LE(root + 2), image.readUInt32LE(root + 10), '');
  return files;
}

describe('iso9660', () => {
  it('has every file in both trees, also of a folder that is larger than a sector', () => {
    const names = Array.from({ length: 200 }, (_, index) => `openstack/content/${String(index).padStart(4, '0')}`);
    const files = new Map([
      ['ec2/latest/meta-data.json', Buffer.from('{}')],
      ['openstack/latest/meta_data.json', Buffer.from('{"a": 1}')],
      ['openstack/latest/empty', Buffer.alloc(0)],
      ['openstack/latest/large', Buffer.alloc(3 * SECTOR, 'x')],
      ...names.map((name) => [name, Buffer.from(name)] as const),
    ]);
    const expected = new Map([...files].map(([path, contents]) => [`${path};1`, contents.toString()]));
    const image = iso9660(files, { label: 'config-2', date });
    expect(image.length % SECTOR).toBe(0);
    expect(readTree(image, 16)).toEqual(expected);
    expect(readTree(image, 17)).toEqual(expected);
  });

  it('has the label that guests look for, and its size', () => {
    const image = iso9660(new Map([['a', Buffer.from('b')]]), { label: 'config-2', date });
    const plain = image.subarray(16 * SECTOR, 17 * SECTOR);
    expect(plain.subarray(0, 7)).toEqual(Buffer.from('\u0001CD001\u0001', 'latin1'));
    expect(plain.subarray(40, 72).toString().trim()).toBe('config-2');
    expect(plain.readUInt32LE(80) * SECTOR).toBe(image.length);
    expect(plain.subarray(813, 829).toString()).toBe('2026010203040500');
    const joliet = image.subarray(17 * SECTOR, 18 * SECTOR);
    expect(Buffer.from(joliet.subarray(40, 72)).swap16().toString('utf16le').trim()).toBe('config-2');
    expect(joliet.subarray(88, 91).toString()).toBe('%/E');
    expect(image.subarray(18 * SECTOR, 18 * SECTOR + 7)).toEqual(Buffer.from('\u00ffCD001\u0001', 'latin1'));
  });

  it('refuses a name that has no room', () => {
    const files = new Map([['x'.repeat(32), Buffer.alloc(1)]]);
    expect(() => iso9660(files, { label: 'config-2', date })).toThrow(RangeError);
  });
});
