// SPDX-License-Identifier: Apache-2.0

const SIZE = 200;
const MILLISECONDS = 60_000;

/** Reply queues whose owner has gone: nobody waits a minute for each of them again (amqpdriver.ObsoleteReplyQueuesCache). */
export class ObsoleteReplyQueues {
  readonly #until = new Map<string, number>();

  has(queue: string): boolean {
    const until = this.#until.get(queue);
    if (until === undefined) return false;
    if (until > Date.now()) return true;
    this.#until.delete(queue);
    return false;
  }

  add(queue: string): void {
    this.#until.delete(queue);
    this.#until.set(queue, Date.now() + MILLISECONDS);
    if (this.#until.size <= SIZE) return;
    for (const oldest of this.#until.keys()) {
      this.#until.delete(oldest);
      return;
    }
  }
}
