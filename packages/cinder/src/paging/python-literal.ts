// SPDX-License-Identifier: Apache-2.0

/** A value as filters have it: dictionaries and lists may nest. */
export type Literal = string | number | boolean | null | Literal[] | { [key: string]: Literal };

/**
 * Reads a literal of Python (`{'k': 'v'}`, `['a', 'b']`, `3`, `None`), as upstream reads the values of filters.
 * @returns the text itself where it is none
 */
export function pythonLiteral(text: string): Literal {
  const reader = new Reader(text);
  try {
    const value = reader.value();
    reader.end();
    return value;
  } catch (error) {
    if (error instanceof NoLiteral) return text;
    throw error;
  }
}

class NoLiteral extends Error {}

const WORDS: Readonly<Record<string, Literal>> = { None: null, True: true, False: false };
const MOST_NESTED = 20;

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): Literal {
    this.#depth += 1;
    if (this.#depth > MOST_NESTED) throw new NoLiteral();
    const next = this.#peek();
    let value: Literal;
    if (next === '{') value = this.#dictionary();
    else if (next === '[') value = this.#list('[', ']');
    else if (next === '(') value = this.#list('(', ')');
    else if (next === "'" || next === '"') value = this.#string(next);
    else value = this.#word();
    this.#depth -= 1;
    return value;
  }

  end(): void {
    if (this.#peek() !== undefined) throw new NoLiteral();
  }

  #peek(): string | undefined {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#text[this.#at];
  }

  #take(wanted: string): boolean {
    if (this.#peek() !== wanted) return false;
    this.#at += 1;
    return true;
  }

  #need(wanted: string): void {
    if (!this.#take(wanted)) throw new NoLiteral();
  }

  #list(open: string, close: string): Literal[] {
    const items: Literal[] = [];
    this.#need(open);
    while (!this.#take(close)) {
      items.push(this.value());
      if (!this.#take(',')) {
        this.#need(close);
        break;
      }
    }
    return items;
  }

  #dictionary(): Record<string, Literal> {
    const entries: [string, Literal][] = [];
    this.#need('{');
    while (!this.#take('}')) {
      const key = this.value();
      this.#need(':');
      entries.push([typeof key === 'string' ? key : JSON.stringify(key), this.value()]);
      if (!this.#take(',')) {
        this.#need('}');
        break;
      }
    }
    return Object.fromEntries(entries);
  }

  #string(quote: string): string {
    this.#at += 1;
    let value = '';
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) throw new NoLiteral();
      this.#at += 1;
      if (character === quote) return value;
      if (character !== '\\') {
        value += character;
        continue;
      }
      const escaped = this.#text[this.#at] ?? '';
      this.#at += 1;
      value +=
        escaped === 'n'
          ? '\n'
          : escaped === 't'
            ? '\t'
            : escaped === quote || escaped === '\\'
              ? escaped
              : `\\${escaped}`;
    }
  }

  #word(): Literal {
    const [word = ''] = /^[+-]?[\w.]+/.exec(this.#text.slice(this.#at)) ?? [];
    this.#at += word.length;
    if (Object.hasOwn(WORDS, word)) return WORDS[word] ?? null;
    if (/^[+-]?(0|[1-9]\d*)(\.\d+)?$/.test(word)) return Number(word);
    throw new NoLiteral();
  }
}
