// SPDX-License-Identifier: Apache-2.0
import { BackupDriverException } from '../../errors/backups.js';
import type { VolumeReader } from '../volume-access.js';

/** Bytes that are in memory at a time, roughly. */
const SLICE_BYTES = 1 << 20;

/** A part of a volume, in bytes. */
export interface VolumeRange {
  readonly offset: number;
  readonly length: number;
}

/** Reads a range in slices of whole blocks. Throws `BackupDriverException` where the volume ends within it. */
export async function* readRange(
  volume: VolumeReader,
  { offset, length }: VolumeRange,
  blockSize: number,
): AsyncGenerator<Buffer> {
  const slice = blockSize * Math.max(1, Math.floor(SLICE_BYTES / blockSize));
  for (let done = 0; done < length;) {
    const wanted = Math.min(slice, length - done);
    const piece = await volume.read(offset + done, wanted);
    if (piece.length < wanted) throw new BackupDriverException('the volume ended while it was read');
    done += piece.length;
    yield piece;
  }
}

/** The blocks of a piece; the last may be shorter. */
export function* blocksOf(piece: Buffer, blockSize: number): Generator<Buffer> {
  for (let start = 0; start < piece.length; start += blockSize) yield piece.subarray(start, start + blockSize);
}
