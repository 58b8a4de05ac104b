// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:fs';
import { copyFile, open, type FileHandle } from 'node:fs/promises';

export const BLOCK_SIZE = 1024 * 1024;
const PAGE = 4096;
const ZEROS = Buffer.alloc(BLOCK_SIZE);

/** How far a copy is. */
export type Progress = (done: number, total: number) => void;

export function isZero(data: Buffer): boolean {
  for (let at = 0; at < data.length; at += BLOCK_SIZE) {
    const part = data.subarray(at, at + BLOCK_SIZE);
    if (!part.equals(ZEROS.subarray(0, part.length))) return false;
  }
  return true;
}

/**
 * Copies a file and keeps its holes: by reflink where the file system can, else block by block without those of zeros.
 * @param to - must not be there
 */
export async function copySparse(from: string, to: string, progress?: Progress): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
    return;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOENT' || code === 'ENOSPC') throw error;
  }
  await using(await open(from, 'r'), async (source) => {
    // A failed clone may leave an empty file.
    await using(await open(to, 'w', 0o600), async (destination) => {
      const { size, blocks } = await source.stat();
      // A file of one hole: nothing to read.
      if (blocks > 0) await copyBlocks(source, destination, size, progress);
      await destination.truncate(size);
    });
  });
}

/** Writes data at a place of a file whose bytes are zero there, leaving holes for pages of zeros. */
export async function writeSparse(file: FileHandle, data: Buffer, position: number): Promise<void> {
  if (isZero(data)) return;
  let start: number | undefined;
  for (let at = 0; at < data.length; at += PAGE) {
    const page = data.subarray(at, Math.min(at + PAGE, data.length));
    const zero = page.equals(ZEROS.subarray(0, page.length));
    if (!zero && start === undefined) start = at;
    if (zero && start !== undefined) {
      await writeAll(file, data.subarray(start, at), position + start);
      start = undefined;
    }
  }
  if (start !== undefined) await writeAll(file, data.subarray(start), position + start);
}

/** Writes all of it: one write may take less, as on a full disk before it fails. */
export async function writeAll(file: FileHandle, data: Buffer, position: number): Promise<void> {
  for (let done = 0; done < data.length;) {
    const { bytesWritten } = await file.write(data, done, data.length - done, position + done);
    done += bytesWritten;
  }
}

async function copyBlocks(
  source: FileHandle,
  destination: FileHandle,
  size: number,
  progress?: Progress,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(BLOCK_SIZE);
  for (let position = 0; position < size;) {
    const { bytesRead } = await source.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    await writeSparse(destination, buffer.subarray(0, bytesRead), position);
    position += bytesRead;
    progress?.(position, size);
  }
}

async function using(file: FileHandle, action: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await action(file);
  } finally {
    await file.close();
  }
}
