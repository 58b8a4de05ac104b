// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';

/** 32 hexadecimal digits, as Python's uuid4().hex. */
export function hexId(): string {
  return randomUUID().replaceAll('-', '');
}

/** The last so many ids that were seen: how a receiver knows a message again. */
export class RecentIds {
  readonly #ids = new Set<string>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.delete(id);
    this.#ids.add(id);
    if (this.#ids.size <= this.#size) return;
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest);
      return;
    }
  }
}
