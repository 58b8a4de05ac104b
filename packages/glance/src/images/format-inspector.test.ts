// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInspector } from './format-inspector.js';

function sizeOf(format: string, data: Uint8Array, cuts: readonly number[] = []): number | undefined {
  const inspector = formatInspector(format);
  let from = 0;
  for (const cut of [...cuts.map((at) => at % (data.length + 1)).sort((a, b) => a - b), data.length]) {
    inspector?.update(data.subarray(from, cut));
    from = cut;
  }
  return inspector?.virtualSize;
}

function qcow2(size: bigint): Buffer {
  const data = Buffer.alloc(4096);
  data.write('QFI\xfb', 'latin1');
  data.writeUInt32BE(3, 4);
  data.writeBigUInt64BE(size, 24);
  return data;
}

describe('formatInspector', () => {
  it('reads the size of a qcow2 disk however the data is cut', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 52n }), fc.array(fc.nat(), { maxLength: 40 }), (size, cuts) => {
        expect(sizeOf('qcow2', qcow2(size), cuts)).toBe(Number(size));
      }),
    );
  });

  it('takes raw data for the disk itself', () => {
    expect(sizeOf('raw', Buffer.alloc(12_345), [7])).toBe(12_345);
  });

  it('knows no size for data of another format, for short data, and for formats that have none', () => {
    for (const format of ['qcow2', 'vhd', 'vhdx', 'vmdk', 'vdi', 'iso']) {
      expect(sizeOf(format, Buffer.alloc(70_000, 1))).toBeUndefined();
      expect(sizeOf(format, Buffer.alloc(3))).toBeUndefined();
    }
    expect(formatInspector('ami')).toBeUndefined();
    expect(formatInspector(null)).toBeUndefined();
  });

  it('reads an ISO 9660 volume descriptor', () => {
    const data = Buffer.alloc(34 * 1024 + 2048);
    data.write('\u0001CD001', 32 * 1024, 'latin1');
    data.writeUInt32LE(300, 32 * 1024 + 80);
    data.writeUInt16LE(2048, 32 * 1024 + 128);
    expect(sizeOf('iso', data, [32 * 1024 + 3])).toBe(300 * 2048);
  });

  it('reads VHDX through its region and metadata tables', () => {
    const data = Buffer.alloc(1024 * 1024 + 128 * 1024);
    data.write('vhdxfile', 0, 'latin1');
    const regions = 192 * 1024;
    data.write('regi', regions, 'latin1');
    Buffer.from('06a27c8b90479a4bb8fe575f050f886e', 'hex').copy(data, regions + 16 + 32);
    data.writeBigUInt64LE(1024n * 1024n, regions + 16 + 32 + 16);
    const metadata = 1024 * 1024;
    data.write('metadata', metadata, 'latin1');
    Buffer.from('2442a52f1bcd7648b2115dbed83bf4b8', 'hex').copy(data, metadata + 32);
    data.writeUInt32LE(64 * 1024 + 8, metadata + 32 + 16);
    data.writeBigUInt64LE(5n * 1024n ** 3n, metadata + 64 * 1024 + 8);
    expect(sizeOf('vhdx', data, [regions + 5, metadata + 1])).toBe(5 * 1024 ** 3);
  });

  it('reads the other formats from their headers', () => {
    const vhd = Buffer.alloc(1024);
    vhd.write('conectix', 0, 'latin1');
    vhd.writeBigUInt64BE(777n * 512n, 48);
    expect(sizeOf('vhd', vhd)).toBe(777 * 512);
    const vdi = Buffer.alloc(1024);
    vdi.writeUInt32LE(0xbeda107f, 64);
    vdi.writeBigUInt64LE(888n * 512n, 0x170);
    expect(sizeOf('vdi', vdi)).toBe(888 * 512);
    const vmdk = Buffer.alloc(4096);
    vmdk.write('KDMV', 0, 'latin1');
    vmdk.writeBigUInt64LE(2048n, 12);
    vmdk.writeBigUInt64LE(1n, 28);
    vmdk.writeBigUInt64LE(2n, 36);
    vmdk.write('createType="monolithicFlat"', 512, 'latin1');
    expect(sizeOf('vmdk', vmdk)).toBeUndefined();
    vmdk.write('createType="streamOptimized"', 512, 'latin1');
    expect(sizeOf('vmdk', vmdk)).toBe(2048 * 512);
  });
});
