// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BlockHashes, readHashFile, writeHashFile, type HashFileHeader } from './block-hashes.js';
import { collect } from './collect.js';

const header: HashFileHeader = {
  version: '1.0.0',
  backup_id: 'b',
  volume_id: 'v',
  backup_name: 'name "sha256s": [',
  backup_description: 'text with "sha256s": [] in it',
  created_at: '2026-11-27 00:00:00+00:00',
  chunk_size: 32_768,
};

function hashes(count: number): BlockHashes {
  const list = new BlockHashes();
  for (let block = 0; block < count; block += 1) list.push(createHash('sha256').update(String(block)).digest());
  return list;
}

async function* pieces(data: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < data.length; start += length) yield data.subarray(start, start + length);
}

describe('the file with the hashes of the blocks', () => {
  it.each([0, 1, 2, 40_000])('of %i blocks is JSON with sorted keys, and is read again', async (count) => {
    const written = hashes(count);
    const data = await collect(writeHashFile(header, written));
    const document = JSON.parse(data.toString()) as Record<string, unknown> & { sha256s: string[] };
    expect(Object.keys(document)).toEqual([...Object.keys(document)].sort());
    expect(data.toString()).toBe(JSON.stringify(document, null, 2));
    expect(document).toMatchObject(header);
    expect(document.sha256s).toEqual([...written.hex()]);
    for (const length of count > 2 ? [65_536] : [1, 7, 100_000]) {
      const read = await readHashFile(pieces(data, length));
      expect(read.header).toMatchObject(header);
      expect([...read.hashes.hex()]).toEqual([...written.hex()]);
    }
  });

  it('is refused where it is cut off', async () => {
    const data = await collect(writeHashFile(header, hashes(3)));
    await expect(readHashFile(pieces(data.subarray(0, data.length - 60), 10))).rejects.toThrow('cannot be read');
  });

  it('tells which blocks are alike', () => {
    const [one, other] = [hashes(3), hashes(4)];
    expect([0, 1, 2, 3, 4].map((block) => one.isSame(other, block))).toEqual([true, true, true, false, false]);
  });
});
