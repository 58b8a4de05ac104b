// SPDX-License-Identifier: Apache-2.0
import type { FileHandle } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { piped } from '../../images/piped.js';

const END = 0x06054b50;
const END_LENGTH = 22;
/** With the longest comment. */
const END_SEARCH = END_LENGTH + 0xffff;
const ZIP64_LOCATOR = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

interface Entry {
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  /** Of its local header. */
  readonly offset: number;
}

/**
 * The file in an archive that holds one and no other: APPNOTE.TXT 6.3, sections 4.3 to 4.5. Its length and checksum are
 * looked at. Throws for another number of files, an encrypted one, and what cannot be read.
 */
export async function singleZipEntry(archive: FileHandle): Promise<Readable> {
  const entry = await readEntry(archive);
  if ((entry.flags & ENCRYPTED) !== 0) throw new Error('the archive is encrypted');
  const local = await read(archive, entry.offset, 30);
  if (local.readUInt32LE(0) !== LOCAL) throw broken();
  const start = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const data = archive.createReadStream({ start, end: start + Math.max(entry.compressed, 1) - 1, autoClose: false });
  if (entry.method === STORED) return piped(data, checked(entry));
  if (entry.method !== DEFLATED)
    throw new Error(`the archive is compressed by a method that is not known: ${entry.method}`);
  return piped(piped(data, createInflateRaw()), checked(entry));
}

async function readEntry(archive: FileHandle): Promise<Entry> {
  const { size: length } = await archive.stat();
  const tailStart = Math.max(0, length - END_SEARCH);
  const tail = await read(archive, tailStart, length - tailStart);
  let at = tail.length - END_LENGTH;
  while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1;
  if (at < 0) throw broken();
  let entries = tail.readUInt16LE(at + 10);
  let offset = tail.readUInt32LE(at + 16);
  const locator = at - 20;
  if (locator >= 0 && tail.readUInt32LE(locator) === ZIP64_LOCATOR) {
    const end = await read(archive, Number(tail.readBigUInt64LE(locator + 8)), 56);
    entries = Number(end.readBigUInt64LE(32));
    offset = Number(end.readBigUInt64LE(48));
  }
  if (entries !== 1) throw new Error('Archive contains more than one file.');
  const header = await read(archive, offset, 46);
  if (header.readUInt32LE(0) !== ENTRY) throw broken();
  const extra = await read(archive, offset + 46 + header.readUInt16LE(28), header.readUInt16LE(30));
  const wide = wideNumbers(extra);
  const number = (position: number): number => {
    const value = header.readUInt32LE(position);
    return value === 0xffffffff ? Number(wide.shift() ?? 0xffffffffn) : value;
  };
  // In the order in which the wide ones stand.
  const size = number(24);
  const compressed = number(20);
  return {
    flags: header.readUInt16LE(8),
    method: header.readUInt16LE(10),
    crc: header.readUInt32LE(16),
    size,
    compressed,
    offset: number(42),
  };
}

/** Those of the ZIP64 extra field. */
function wideNumbers(extra: Buffer): bigint[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const count = Math.min(extra.readUInt16LE(at + 2), extra.length - at - 4) >> 3;
    return Array.from({ length: count }, (_, index) => extra.readBigUInt64LE(at + 4 + 8 * index));
  }
  return [];
}

function checked({ crc, size }: Entry): Transform {
  let [received, sum] = [0, 0];
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      sum = crc32(chunk, sum);
      if (received > size) done(broken());
      else done(null, chunk);
    },
    flush(done) {
      done(received === size && sum === crc ? null : broken());
    },
  });
}

async function read(archive: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await archive.read(bytes, 0, length, position);
  if (bytesRead < length) throw broken();
  return bytes;
}

function broken(): Error {
  return new Error('the archive is broken');
}
