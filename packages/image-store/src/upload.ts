// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import { SizeMismatch } from './errors.js';
import type { AddOptions } from './image-store.js';
import { BLOCK_SIZE, type Block, BlockPool } from './hashing/block-pool.js';
import { cryptoNameOf } from './hashing/algorithms.js';
import type { HashPool, ThreadedHash } from './hashing/hash-pool.js';

/**
 * Keeps a piece of an image. Called in order, the next when the one before has resolved; `bytes` are good until then.
 * @param position - of the first byte.
 */
export type WritePiece = (bytes: Uint8Array, position: number) => Promise<void>;

export interface UploadResult {
  readonly size: number;
  readonly checksum: string;
  readonly multihash: string;
}

/** Blocks of one upload that are being hashed and written at a time: with the one that fills, 2 MiB. */
const IN_FLIGHT = 3;

/** Moves streams into stores: writes and hashes the same memory at once, and reads no faster than both can take. */
export class Upload {
  readonly #hashes: HashPool;
  readonly #blocks = new BlockPool();

  constructor(hashes: HashPool) {
    this.#hashes = hashes;
  }

  /**
   * Reads `data` to its end. When this rejects, no `write` is under way any more, and `data` is not destroyed.
   * @param size - bytes that were announced; more ends the transfer at once.
   * @throws UnknownHashingAlgo before anything is read; SizeMismatch; what `data`, `write` or the verifier fail with.
   */
  async run(data: Readable, size: number | undefined, options: AddOptions, write: WritePiece): Promise<UploadResult> {
    const algorithm = options.hashAlgorithm ?? 'sha512';
    cryptoNameOf(algorithm);
    const checksum = this.#hashes.start('md5');
    const multihash = algorithm === 'md5' ? checksum : this.#hashes.start(algorithm);
    const flow = new Flow(this.#blocks, new Set([checksum, multihash]), write);
    let received = 0;
    try {
      // The iterator leaves the stream alone when we stop early: it may be a request whose answer is still to be sent.
      for await (const chunk of data.iterator({ destroyOnReturn: false })) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
        received += bytes.length;
        if (size !== undefined && received > size)
          throw new SizeMismatch({ received: `at least ${received}`, announced: size });
        options.verifier?.update(bytes);
        await flow.push(bytes);
      }
      if (size !== undefined && received !== size) throw new SizeMismatch({ received, announced: size });
      await flow.finish();
      const digests = await Promise.all([checksum.digest(), multihash === checksum ? undefined : multihash.digest()]);
      return { size: received, checksum: digests[0], multihash: digests[1] ?? digests[0] };
    } finally {
      await flow.settle();
      checksum.abandon();
      multihash.abandon();
    }
  }
}

/** The blocks of one upload between the stream and what consumes them. */
class Flow {
  readonly #underWay = new Set<Promise<void>>();
  #filling: Block | undefined;
  #filled = 0;
  #position = 0;
  #lastWrite: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly blocks: BlockPool,
    private readonly hashes: ReadonlySet<ThreadedHash>,
    private readonly write: WritePiece,
  ) {}

  /** Resolves when the bytes are copied and there is room for more. */
  async push(bytes: Uint8Array): Promise<void> {
    for (let taken = 0; taken < bytes.length;) {
      this.#filling ??= this.blocks.take();
      const part = bytes.subarray(taken, taken + BLOCK_SIZE - this.#filled);
      this.#filling.bytes.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === BLOCK_SIZE) await this.#flush();
    }
    this.#throwFailure();
  }

  /** Resolves when everything is written and hashed. */
  async finish(): Promise<void> {
    if (this.#filled > 0) await this.#flush();
    await this.settle();
    this.#throwFailure();
  }

  /** Waits for what is under way, whatever comes of it, and gives all memory back. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
    if (this.#filling !== undefined) this.blocks.give(this.#filling);
    this.#filling = undefined;
    this.#filled = 0;
  }

  async #flush(): Promise<void> {
    const block = this.#filling;
    if (block === undefined) return;
    const length = this.#filled;
    this.#filling = undefined;
    this.#filled = 0;
    const task: Promise<void> = this.#consume(block, length).then(() => {
      this.#underWay.delete(task);
    });
    this.#underWay.add(task);
    if (this.#underWay.size >= IN_FLIGHT) await Promise.race(this.#underWay);
    this.#throwFailure();
  }

  /** Never rejects: the first failure is kept, and no write begins after it. */
  async #consume(block: Block, length: number): Promise<void> {
    const position = this.#position;
    this.#position += length;
    const writing = this.#lastWrite.then(() =>
      this.#failure === undefined ? this.write(block.bytes.subarray(0, length), position) : undefined,
    );
    this.#lastWrite = writing.catch((error: unknown) => this.#fail(error));
    const hashing = [...this.hashes].map((hash) =>
      hash.update(block.memory, length).catch((error: unknown) => this.#fail(error)),
    );
    await Promise.all([this.#lastWrite, ...hashing]);
    this.blocks.give(block);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
