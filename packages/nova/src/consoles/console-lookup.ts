// SPDX-License-Identifier: Apache-2.0
import type { Cells } from '../cells/cells.js';
import { ConsoleTokenNotFound } from '../errors/consoles.js';
import { type ConsoleAccess, ConsoleAuthTokens } from './console-auth-tokens.js';

/** Finds the console that a token opens, in whichever cell it is. */
export class ConsoleLookup {
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  /** Throws ConsoleTokenNotFound. */
  async find(token: string): Promise<ConsoleAccess> {
    const found = await this.#cells.gather(
      ({ database }) => new ConsoleAuthTokens(database).find(token),
      await this.#cells.listWithHosts(),
    );
    const access = found.find((one) => one !== undefined);
    if (access === undefined) throw new ConsoleTokenNotFound();
    return access;
  }
}
