// SPDX-License-Identifier: Apache-2.0
import { randomInt } from 'node:crypto';

/** Characters that nobody takes for others (nova 26, utils.py, DEFAULT_PASSWORD_SYMBOLS). */
const SYMBOLS = ['23456789', 'ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz'] as const;

/** Passwords of servers' administrators. */
export class AdminPasswords {
  readonly #length: number;
  /** `[api] enable_instance_password` */
  readonly areShown: boolean;

  /** @param length - `password_length` */
  constructor({ length, areShown }: { readonly length: number; readonly areShown: boolean }) {
    this.#length = length;
    this.areShown = areShown;
  }

  /** The one of a request, an empty one too; a new one where it has none. */
  given(password: string | undefined): string {
    return password ?? this.generate();
  }

  /** One character of each kind, and the rest of all. */
  generate(): string {
    const pick = (from: string): string => from.charAt(randomInt(from.length));
    const all = SYMBOLS.join('');
    const chosen = SYMBOLS.slice(0, this.#length).map(pick);
    while (chosen.length < this.#length) chosen.push(pick(all));
    for (let last = chosen.length - 1; last > 0; last -= 1) {
      const other = randomInt(last + 1);
      [chosen[last], chosen[other]] = [chosen[other] ?? '', chosen[last] ?? ''];
    }
    return chosen.join('');
  }
}
