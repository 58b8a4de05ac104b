// SPDX-License-Identifier: Apache-2.0
import { Worker } from 'node:worker_threads';
import type { HashAnswer, HashRequest } from './hash-messages.js';

interface Waiting {
  readonly resolve: (answer: HashAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Run from the sources, as vitest does, the thread still needs JavaScript: the built file beside them. */
function workerFile(): URL {
  const built = import.meta.url.endsWith('.ts') ? '../../dist/hashing/hash-worker.js' : './hash-worker.js';
  return new URL(built, import.meta.url);
}

/** One worker thread and the questions that it has not answered yet. */
export class HashThread {
  readonly #worker = new Worker(workerFile(), { name: 'image-hash' });
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;
  /** Hashes that are under way: what the pool balances by. */
  load = 0;

  /** @param onEnd - called once when the thread is gone, whyever. */
  constructor(onEnd: (thread: HashThread) => void) {
    this.#worker.unref();
    this.#worker.on('message', (answer: HashAnswer) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', () => {
      this.#fail(new Error('The thread that computes image hashes has ended'));
      onEnd(this);
    });
  }

  /** A thread that has hashes under way keeps the process alive; an idle one does not. */
  changeLoad(by: number): void {
    this.load += by;
    if (this.load > 0) this.#worker.ref();
    else this.#worker.unref();
  }

  tell(request: HashRequest): void {
    if (this.#failure === undefined) this.#worker.postMessage(request);
  }

  async ask(request: HashRequest): Promise<HashAnswer> {
    if (this.#failure !== undefined) throw this.#failure;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
