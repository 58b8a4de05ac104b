// SPDX-License-Identifier: Apache-2.0
import { runInNewContext } from 'node:vm';
import { Invalid } from '../../errors/base.js';

/** Milliseconds that a client's expression has for its texts: the whole process waits for it. */
const PATIENCE = 500;

/** A client's expression as MySQL reads it with upstream's care: whatever the case, and a bar is a bar. */
export class TextExpression {
  readonly #pattern: string;
  readonly #expression: RegExp;

  /** Throws `Invalid` for what is no expression. */
  constructor(pattern: string) {
    this.#pattern = pattern;
    try {
      this.#expression = new RegExp(pattern.replaceAll('|', '\\|'), 'i');
    } catch (error) {
      throw new Invalid(`'${pattern}' is not a 'regex'`, { cause: error });
    }
  }

  /**
   * Whether it fits, for each of the texts. Throws `Invalid` where that takes too long: some expressions have more ways to
   * read a text than anybody can wait for.
   */
  fitting(texts: readonly string[]): readonly boolean[] {
    try {
      const names = { texts, expression: this.#expression };
      return runInNewContext('texts.map((text) => expression.test(text))', names, { timeout: PATIENCE }) as boolean[];
    } catch (error) {
      throw new Invalid(`The expression '${this.#pattern}' takes too long.`, { cause: error });
    }
  }
}
