// SPDX-License-Identifier: Apache-2.0
import { DuplicateOptionError, DuplicateSectionError, MissingSectionHeaderError, ParsingError } from './ini-errors.js';
import { indentation, isBlank, strip, stripEnd } from './python-text.js';

export const DEFAULT_SECTION = 'DEFAULT';

export interface IniOptions {
  /** Reads as PasteDeploy 1.5 on Python 2 did: ` ;` opens a comment, and of duplicates the last one counts. */
  readonly lenient?: boolean;
}

export interface ParsedIni {
  readonly defaults: Map<string, string>;
  /** Without `[DEFAULT]`, in the file's order. */
  readonly sections: Map<string, Map<string, string>>;
}

/**
 * Reads ini text as Python 3's ConfigParser does with the settings of PasteDeploy: keys keep their case, `=` and `:`
 * delimit, `#` and `;` open comments on lines of their own, deeper indented lines continue a value.
 *
 * Throws MissingSectionHeaderError, DuplicateSectionError and DuplicateOptionError at once, ParsingError for all bad
 * lines together.
 *
 * @param file - the name that messages show.
 */
export function parseIni(text: string, file: string, options: IniOptions = {}): ParsedIni {
  return new IniReader(file, options.lenient ?? false).read(text);
}

class IniReader {
  readonly #file: string;
  readonly #lenient: boolean;
  readonly #sections = new Map<string, Map<string, string[]>>([[DEFAULT_SECTION, new Map()]]);
  readonly #seenOptions = new Set<string>();
  readonly #badLines: { number: number; text: string }[] = [];
  #section: { name: string; values: Map<string, string[]> } | undefined;
  /** The lines of the value that an indented line would continue. */
  #value: string[] | undefined;
  #indent = 0;

  constructor(file: string, lenient: boolean) {
    this.#file = file;
    this.#lenient = lenient;
  }

  read(text: string): ParsedIni {
    const lines = text.split(/(?<=\n)|(?<=\r)(?!\n)/);
    for (const [index, line] of lines.entries()) this.#line(line.replace(/\r\n?$/, '\n'), index + 1);
    if (this.#badLines.length > 0) throw new ParsingError(this.#file, this.#badLines);
    const joined = new Map([...this.#sections].map(([name, values]) => [name, joinLines(values)]));
    const defaults = joined.get(DEFAULT_SECTION) ?? new Map<string, string>();
    joined.delete(DEFAULT_SECTION);
    return { defaults, sections: joined };
  }

  #line(line: string, number: number): void {
    const content = strip(line);
    if (content === '') {
      this.#value?.push('');
      return;
    }
    if (content.startsWith('#') || content.startsWith(';')) return;
    const indent = indentation(line);
    if (this.#value !== undefined && indent > this.#indent) {
      this.#value.push(content);
      return;
    }
    this.#indent = indent;
    const header = /^\[([^\n]+)\]/.exec(content)?.[1];
    if (header !== undefined) this.#openSection(header, number);
    else this.#option(content, line, number);
  }

  #openSection(name: string, line: number): void {
    const known = this.#sections.get(name);
    if (known !== undefined && name !== DEFAULT_SECTION && !this.#lenient) {
      throw new DuplicateSectionError(name, this.#file, line);
    }
    const values = known ?? new Map<string, string[]>();
    this.#sections.set(name, values);
    this.#section = { name, values };
    this.#value = undefined;
  }

  #option(content: string, line: string, number: number): void {
    if (this.#section === undefined) throw new MissingSectionHeaderError(this.#file, number, line);
    const delimiter = content.search(/[=:]/);
    if (delimiter <= 0) this.#badLines.push({ number, text: line });
    if (delimiter < 0) return;
    const option = stripEnd(content.slice(0, delimiter));
    const key = `${this.#section.name}\n${option}`;
    if (this.#seenOptions.has(key) && !this.#lenient) {
      throw new DuplicateOptionError(this.#section.name, option, this.#file, number);
    }
    this.#seenOptions.add(key);
    const value = [this.#withoutComment(strip(content.slice(delimiter + 1)))];
    this.#section.values.set(option, value);
    // A key of no characters is an error, but not one that takes continuation lines.
    this.#value = option === '' ? undefined : value;
  }

  #withoutComment(value: string): string {
    const semicolon = this.#lenient ? value.indexOf(';') : -1;
    return semicolon === 0 || isBlank(value[semicolon - 1]) ? strip(value.slice(0, semicolon)) : value;
  }
}

function joinLines(values: ReadonlyMap<string, readonly string[]>): Map<string, string> {
  return new Map([...values].map(([option, lines]) => [option, stripEnd(lines.join('\n'))]));
}
