// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { cryptoNameOf, type HashPool, SizeMismatch, UnknownHashingAlgo, Upload } from '@stackport/image-store';
import { ImageUnacceptable } from '../errors/image.js';
import type { ImageValues } from './images.js';

/**
 * Writes an image's bytes to a file that does not exist yet, hashed in other threads on their way. The file is whole and
 * on the disk when this resolves, and not there when it rejects: with `ImageUnacceptable` where the bytes are not those
 * that the image says.
 */
export async function writeImageFile(
  image: ImageValues,
  data: Readable,
  path: string,
  hashes: HashPool,
): Promise<void> {
  const { algorithm, expected } = hashOf(image);
  // To stop early is an error to the stream, which nobody else hears of: whoever stops it has the reason.
  data.on('error', () => undefined);
  let file: FileHandle;
  try {
    file = await open(path, 'wx', 0o640);
  } catch (error) {
    data.destroy();
    throw error;
  }
  let isWhole = false;
  try {
    const size = image.size > 0 ? image.size : undefined;
    const { multihash, checksum } = await new Upload(hashes).run(
      data,
      size,
      { hashAlgorithm: algorithm },
      async (bytes, position) => {
        for (let done = 0; done < bytes.length;)
          done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
      },
    );
    const found = algorithm === 'md5' ? checksum : multihash;
    if (expected !== undefined && found !== expected)
      throw new ImageUnacceptable(image.id, `Corrupt image download. Hash was ${found} expected ${expected}`);
    await file.sync();
    isWhole = true;
  } catch (error) {
    if (error instanceof SizeMismatch) throw new ImageUnacceptable(image.id, error.message, { cause: error });
    throw error;
  } finally {
    data.destroy();
    await file.close();
    if (!isWhole) await rm(path, { force: true });
  }
}

/** The stronger of the two hashes that an image may have; no expectation where it has none. */
function hashOf({ os_hash_algo: algorithm, os_hash_value: value, checksum }: ImageValues): {
  readonly algorithm: string;
  readonly expected: string | undefined;
} {
  if (typeof algorithm === 'string' && typeof value === 'string')
    try {
      cryptoNameOf(algorithm);
      return { algorithm, expected: value };
    } catch (error) {
      if (!(error instanceof UnknownHashingAlgo)) throw error;
    }
  return { algorithm: 'md5', expected: checksum ?? undefined };
}
