// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from 'node:os';
import { cryptoNameOf } from './algorithms.js';
import { HashThread } from './hash-thread.js';

/** A hash that is computed in another thread. Updates take effect in the order of the calls. */
export class ThreadedHash {
  readonly #thread: HashThread;
  readonly #id: number;
  #open = true;

  constructor(thread: HashThread, id: number, algorithm: string) {
    this.#thread = thread;
    this.#id = id;
    thread.changeLoad(1);
    thread.tell({ kind: 'start', hash: id, algorithm });
  }

  /** Hashes the first `length` bytes; the memory may be used again when this resolves. */
  async update(memory: SharedArrayBuffer, length: number): Promise<void> {
    await this.#thread.ask({ kind: 'update', hash: this.#id, memory, length });
  }

  /** Hexadecimal; the hash is used up. */
  async digest(): Promise<string> {
    const { digest } = await this.#thread.ask({ kind: 'digest', hash: this.#id }).finally(() => this.#close());
    return digest ?? '';
  }

  /** Gives up; harmless after `digest`. */
  abandon(): void {
    if (!this.#open) return;
    this.#thread.tell({ kind: 'abandon', hash: this.#id });
    this.#close();
  }

  #close(): void {
    if (this.#open) this.#thread.changeLoad(-1);
    this.#open = false;
  }
}

/** A few worker threads, started when they are first needed, that hash what is uploaded. */
export class HashPool {
  readonly #threads = new Set<HashThread>();
  readonly #limit: number;
  #lastId = 0;
  #closed = false;

  /** @param limit - threads at most; two or more, so that the two hashes of one upload run side by side. */
  constructor(limit = Math.min(4, Math.max(2, availableParallelism()))) {
    this.#limit = limit;
  }

  /** How many threads run now. */
  get size(): number {
    return this.#threads.size;
  }

  /**
   * @param algorithm - hashlib's name.
   * @throws UnknownHashingAlgo
   */
  start(algorithm: string): ThreadedHash {
    if (this.#closed) throw new Error('The image stores are closed');
    return new ThreadedHash(this.#leastLoaded(), ++this.#lastId, cryptoNameOf(algorithm));
  }

  /** Ends the threads; what is under way fails. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #leastLoaded(): HashThread {
    const [least] = [...this.#threads].sort((a, b) => a.load - b.load);
    if (least !== undefined && (least.load === 0 || this.#threads.size >= this.#limit)) return least;
    const thread = new HashThread((ended) => this.#threads.delete(ended));
    this.#threads.add(thread);
    return thread;
  }
}
