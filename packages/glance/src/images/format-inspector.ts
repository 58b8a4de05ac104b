// SPDX-License-Identifier: Apache-2.0

/** Looks at image data while it passes, and knows at the end how large a disk it holds. */
export interface FormatInspector {
  /** The next bytes, in order. */
  update(bytes: Uint8Array): void;
  /** Bytes of the disk; undefined where the data is not of the format. */
  readonly virtualSize: number | undefined;
}

/** The inspector of a disk format; undefined for a format whose size is not in its data. */
export function formatInspector(diskFormat: string | null): FormatInspector | undefined {
  if (diskFormat === 'raw') return new RawInspector();
  const read = diskFormat === null ? undefined : READERS[diskFormat];
  return read === undefined ? undefined : new WindowInspector(read);
}

/** Raw data is the disk. */
class RawInspector implements FormatInspector {
  virtualSize = 0;
  update(bytes: Uint8Array): void {
    this.virtualSize += bytes.length;
  }
}

/** A part of the data that a format's reader wants to see. */
interface Window {
  readonly offset: number;
  readonly length: number;
}

/**
 * Reads the size of a format's disk out of windows into its data: it yields each window that it wants (further on than
 * the one before), is given the bytes, and returns the size, or undefined for data that is not of the format.
 */
type Reader = () => Generator<Window, number | undefined, Buffer>;

/** Keeps no more of the data than the window that its reader waits for. */
class WindowInspector implements FormatInspector {
  readonly #reader: Generator<Window, number | undefined, Buffer>;
  #wanted: Window | undefined;
  #buffer = Buffer.alloc(0);
  #position = 0;
  #size: number | undefined;

  constructor(reader: Reader) {
    this.#reader = reader();
    this.#advance(this.#reader.next());
  }

  get virtualSize(): number | undefined {
    return this.#size;
  }

  update(bytes: Uint8Array): void {
    // A chunk may hold several windows.
    while (this.#wanted !== undefined && this.#take(bytes, this.#wanted));
    this.#position += bytes.length;
  }

  /** Copies what of the window is in these bytes; true when that completed it. */
  #take(bytes: Uint8Array, { offset, length }: Window): boolean {
    const from = Math.max(0, offset + this.#buffer.length - this.#position);
    const to = Math.min(bytes.length, offset + length - this.#position);
    if (from < to) this.#buffer = Buffer.concat([this.#buffer, bytes.subarray(from, to)]);
    if (this.#buffer.length < length) return false;
    const window = this.#buffer;
    this.#buffer = Buffer.alloc(0);
    this.#advance(this.#reader.next(window));
    return true;
  }

  #advance(step: IteratorResult<Window, number | undefined>): void {
    if (step.done === true) this.#size = step.value;
    this.#wanted = step.done === true ? undefined : step.value;
  }
}

const SECTOR = 512;

const READERS: Readonly<Record<string, Reader>> = {
  *qcow2() {
    const header = yield { offset: 0, length: 32 };
    return header.toString('latin1', 0, 4) === 'QFI\xfb' ? Number(header.readBigUInt64BE(24)) : undefined;
  },
  /** A dynamic disk begins with a copy of its footer. */
  *vhd() {
    const footer = yield { offset: 0, length: 512 };
    return footer.toString('latin1', 0, 8) === 'conectix' ? Number(footer.readBigUInt64BE(48)) : undefined;
  },
  *vhdx() {
    const identifier = yield { offset: 0, length: 8 };
    if (identifier.toString('latin1') !== 'vhdxfile') return undefined;
    const regions = yield { offset: 192 * 1024, length: 64 * 1024 };
    const metadataOffset =
      regions.toString('latin1', 0, 4) === 'regi' ? vhdxEntry(regions, 16, METADATA_REGION) : undefined;
    if (metadataOffset === undefined) return undefined;
    const offset = Number(regions.readBigUInt64LE(metadataOffset + 16));
    const table = yield { offset, length: 64 * 1024 };
    const item = table.toString('latin1', 0, 8) === 'metadata' ? vhdxEntry(table, 32, VIRTUAL_DISK_SIZE) : undefined;
    if (item === undefined) return undefined;
    const size = yield { offset: offset + table.readUInt32LE(item + 16), length: 8 };
    return Number(size.readBigUInt64LE());
  },
  /** Sparse extents; the kinds that upstream lets in (monolithicSparse, streamOptimized) name themselves in the descriptor. */
  *vmdk() {
    const header = yield { offset: 0, length: 512 };
    if (header.toString('latin1', 0, 4) !== 'KDMV') return undefined;
    const descriptorOffset = Number(header.readBigUInt64LE(28)) * SECTOR;
    const descriptorLength = Number(header.readBigUInt64LE(36)) * SECTOR;
    if (descriptorOffset < SECTOR || descriptorLength < 1 || descriptorLength > 1024 * 1024) return undefined;
    const descriptor = (yield { offset: descriptorOffset, length: descriptorLength }).toString('latin1');
    const kind = /createType="([^"]+)"/.exec(descriptor)?.[1];
    if (kind !== 'monolithicSparse' && kind !== 'streamOptimized') return undefined;
    return Number(header.readBigUInt64LE(12)) * SECTOR;
  },
  *vdi() {
    const header = yield { offset: 0, length: 512 };
    return header.readUInt32LE(64) === 0xbeda107f ? Number(header.readBigUInt64LE(0x170)) : undefined;
  },
  *iso() {
    const descriptor = yield { offset: 32 * 1024, length: 2048 };
    if (descriptor.toString('latin1', 1, 6) !== 'CD001') return undefined;
    return descriptor.readUInt32LE(80) * descriptor.readUInt16LE(128);
  },
};

/** GUIDs as they lie in the file. */
const METADATA_REGION = Buffer.from('06a27c8b90479a4bb8fe575f050f886e', 'hex');
const VIRTUAL_DISK_SIZE = Buffer.from('2442a52f1bcd7648b2115dbed83bf4b8', 'hex');

/** Where in a table of 32-byte entries the one of the GUID begins. */
function vhdxEntry(table: Buffer, start: number, guid: Buffer): number | undefined {
  for (let at = start; at + 32 <= table.length; at += 32) if (table.subarray(at, at + 16).equals(guid)) return at;
  return undefined;
}
