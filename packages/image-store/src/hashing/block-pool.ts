// SPDX-License-Identifier: Apache-2.0

/** Bytes that the main thread, the hashing threads and the file system's threads see at once, without a copy. */
export interface Block {
  readonly memory: SharedArrayBuffer;
  readonly bytes: Uint8Array;
}

/** Size of a block. Large enough that a message to a thread costs nothing beside hashing it. */
export const BLOCK_SIZE = 512 * 1024;

/** Keeps blocks for the next upload: shared memory that is dropped stays until a garbage collection. */
export class BlockPool {
  readonly #free: Block[] = [];

  /** @param keep - how many idle blocks are kept at most. */
  constructor(private readonly keep = 16) {}

  take(): Block {
    const kept = this.#free.pop();
    if (kept !== undefined) return kept;
    const memory = new SharedArrayBuffer(BLOCK_SIZE);
    return { memory, bytes: new Uint8Array(memory) };
  }

  give(block: Block): void {
    if (this.#free.length < this.keep) this.#free.push(block);
  }
}
