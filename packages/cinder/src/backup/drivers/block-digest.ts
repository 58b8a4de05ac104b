// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';

/** SHA-256 of blocks; that of a block of zeros, of which a young volume has many, is worked out once. */
export class BlockDigest {
  readonly #zeros: Buffer;
  readonly #ofZeros: Buffer;

  /** @param blockSize - bytes */
  constructor(blockSize: number) {
    this.#zeros = Buffer.alloc(blockSize);
    this.#ofZeros = createHash('sha256').update(this.#zeros).digest();
  }

  of(block: Buffer): Buffer {
    return block.equals(this.#zeros) ? this.#ofZeros : createHash('sha256').update(block).digest();
  }
}
