// SPDX-License-Identifier: Apache-2.0
import { Readable, pipeline, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { CinderError } from '../../errors/base.js';

/** The algorithm is none that there is. */
export class UnsupportedCompression extends CinderError {
  constructor(algorithm: string) {
    super(`unsupported compression algorithm: ${algorithm}`);
  }
}

/** One way to make objects smaller. */
export interface Compression {
  compress(data: AsyncIterable<Uint8Array>): AsyncIterable<Buffer>;
  decompress(data: AsyncIterable<Uint8Array>): AsyncIterable<Buffer>;
}

/** Zstandard as Node.js has it from 22.15 on. */
interface ZstdModule {
  createZstdCompress?: () => Transform;
  createZstdDecompress?: () => Transform;
}

/**
 * The compression of an algorithm's name in the options or in a backup's metadata; undefined for none. `gzip` is
 * zlib's format too, as upstream has it. Throws `UnsupportedCompression`, also for bz2, which Node.js has not.
 */
export function compressionOf(algorithm: string): Compression | undefined {
  switch (algorithm.toLowerCase()) {
    case 'none':
    case 'off':
    case 'no':
      return undefined;
    case 'zlib':
    case 'gzip':
      return compression(
        () => zlib.createDeflate(),
        () => zlib.createInflate({ chunkSize: 1 << 18 }),
      );
    case 'zstd': {
      const { createZstdCompress, createZstdDecompress } = zlib as ZstdModule;
      if (createZstdCompress !== undefined && createZstdDecompress !== undefined)
        return compression(createZstdCompress, createZstdDecompress);
    }
  }
  throw new UnsupportedCompression(algorithm);
}

function compression(compressor: () => Transform, decompressor: () => Transform): Compression {
  return { compress: (data) => through(data, compressor()), decompress: (data) => through(data, decompressor()) };
}

/** A fault of the source or of the transformation is thrown where the result is read. */
function through(data: AsyncIterable<Uint8Array>, transform: Transform): AsyncIterable<Buffer> {
  pipeline(Readable.from(data), transform, () => undefined);
  return transform as AsyncIterable<Buffer>;
}
