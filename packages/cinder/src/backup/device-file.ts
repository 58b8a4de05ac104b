// SPDX-License-Identifier: Apache-2.0
import { open, type FileHandle } from 'node:fs/promises';
import type { VolumeReader, VolumeWriter } from './volume-access.js';

/** Opens a volume's file or block device. @param size - bytes, where the device does not say its own */
export async function openDeviceReader(path: string, size: number): Promise<VolumeReader> {
  const file = await open(path, 'r');
  const bytes = await sizeOf(file, size);
  return {
    size: bytes,
    read: async (offset, length) => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, bytes - offset)));
      let done = 0;
      while (done < buffer.length) {
        const { bytesRead } = await file.read(buffer, done, buffer.length - done, offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return buffer.subarray(0, done);
    },
    close: () => file.close(),
  };
}

/**
 * Opens it to be written over. A file is emptied and given its size again, so that all of it is zeros and holes; its
 * size is the volume's where it was smaller.
 */
export async function openDeviceWriter(path: string, size: number): Promise<VolumeWriter> {
  const file = await open(path, 'r+');
  try {
    const isFile = (await file.stat()).isFile();
    const bytes = Math.max(await sizeOf(file, size), size);
    if (isFile) {
      await file.truncate(0);
      await file.truncate(bytes);
    }
    return {
      size: bytes,
      isZeroed: isFile,
      write: async (offset, data) => {
        if (offset < 0 || offset + data.length > bytes) throw new RangeError('The volume is too small for the backup.');
        let done = 0;
        while (done < data.length)
          done += (await file.write(data, done, data.length - done, offset + done)).bytesWritten;
      },
      flush: () => file.datasync(),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function sizeOf(file: FileHandle, size: number): Promise<number> {
  const stat = await file.stat();
  return stat.isFile() ? stat.size : size;
}
