// SPDX-License-Identifier: Apache-2.0
import { InvalidBackup } from '../../errors/backups.js';

const DIGEST_BYTES = 32;
const DIGESTS_IN_PART = 32_768;
/** Where the list begins; inside of a text the quotes would be escaped. */
const LIST_START = /"sha256s"\s*:\s*\[/;

/** SHA-256 of each block of a volume, in order: 32 bytes for each, not a text of 64 letters. */
export class BlockHashes {
  readonly #parts: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(digest: Uint8Array): void {
    const index = this.#length % DIGESTS_IN_PART;
    if (index === 0) this.#parts.push(Buffer.alloc(DIGESTS_IN_PART * DIGEST_BYTES));
    this.#parts.at(-1)?.set(digest, index * DIGEST_BYTES);
    this.#length += 1;
  }

  /** Whether both have the same digest of the block; false beyond the end of either. */
  isSame(other: BlockHashes, block: number): boolean {
    if (block >= this.#length || block >= other.#length) return false;
    return this.#at(block).equals(other.#at(block));
  }

  #at(block: number): Buffer {
    const start = (block % DIGESTS_IN_PART) * DIGEST_BYTES;
    return (this.#parts[Math.floor(block / DIGESTS_IN_PART)] as Buffer).subarray(start, start + DIGEST_BYTES);
  }

  *hex(): Generator<string> {
    for (let block = 0; block < this.#length; block += 1) yield this.#at(block).toString('hex');
  }
}

/** What a `…_sha256file` says beside the hashes. */
export interface HashFileHeader {
  readonly version: string;
  readonly backup_id: string;
  readonly volume_id: string;
  readonly backup_name: string | null;
  readonly backup_description: string | null;
  readonly created_at: string;
  /** Bytes of a block. */
  readonly chunk_size: number;
}

/** The file as upstream writes it (keys sorted, two spaces), piece by piece: it may be longer than a string can be. */
export async function* writeHashFile(header: HashFileHeader, hashes: BlockHashes): AsyncGenerator<Buffer> {
  const sorted = Object.fromEntries(
    Object.entries({ ...header, sha256s: [] }).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
  const [before = '', after = ''] = JSON.stringify(sorted, null, 2).split(/(?<="sha256s": \[)(?=\])/);
  let text = before;
  let first = true;
  for (const hash of hashes.hex()) {
    text += `${first ? '' : ','}\n    "${hash}"`;
    first = false;
    if (text.length < 1 << 20) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}${first ? '' : '\n  '}${after}`);
}

/** Throws `InvalidBackup` where it is no such file. */
export async function readHashFile(
  data: AsyncIterable<Uint8Array>,
): Promise<{ header: HashFileHeader; hashes: BlockHashes }> {
  const hashes = new BlockHashes();
  const decoder = new TextDecoder();
  let outside = '';
  let rest = '';
  let place: 'before' | 'list' | 'after' = 'before';
  for await (const piece of data) {
    rest += decoder.decode(piece, { stream: true });
    if (place === 'before') {
      const start = LIST_START.exec(rest);
      if (start === null) continue;
      const listAt = start.index + start[0].length;
      outside = rest.slice(0, listAt);
      rest = rest.slice(listAt);
      place = 'list';
    }
    if (place === 'list') {
      const end = rest.indexOf(']');
      const complete = end === -1 ? rest.lastIndexOf(',') + 1 : end;
      for (const [, hash = ''] of rest.slice(0, complete).matchAll(/"([0-9a-f]{64})"/g))
        hashes.push(Buffer.from(hash, 'hex'));
      rest = rest.slice(complete);
      if (end !== -1) place = 'after';
    }
  }
  try {
    return { header: JSON.parse(outside + rest) as HashFileHeader, hashes };
  } catch (error) {
    throw new InvalidBackup('The file with the hashes of its blocks cannot be read.', { cause: error });
  }
}
