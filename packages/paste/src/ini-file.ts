// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  FileNotFoundError,
  IsADirectoryError,
  NotADirectoryError,
  OSError,
  PermissionError,
  UnicodeDecodeError,
} from './errors.js';
import { interpolate } from './ini-interpolation.js';
import { DEFAULT_SECTION, type IniOptions, parseIni } from './ini-parser.js';

/** One ini file with its `[DEFAULT]` values, to which `here` and `__file__` belong. Values are interpolated when read. */
export class IniFile {
  readonly #defaults: Map<string, string>;
  readonly #sections: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly #lenient: boolean;
  /** The file's name as it was asked for: messages show it. */
  readonly name: string;

  private constructor(name: string, text: string, options: IniOptions) {
    const absolute = absolutePath(name);
    const parsed = parseIni(text, name, options);
    this.name = name;
    this.#lenient = options.lenient ?? false;
    this.#sections = parsed.sections;
    this.#defaults = new Map([['here', dirname(absolute)], ['__file__', absolute], ...parsed.defaults]);
  }

  /** Throws FileNotFoundError and its like, UnicodeDecodeError, and what `parseIni` throws. */
  static read(name: string, options: IniOptions = {}): IniFile {
    return new IniFile(name, readText(name), options);
  }

  get sections(): readonly string[] {
    return [...this.#sections.keys()];
  }

  /** Adds what a calling file knows; what this file's `[DEFAULT]` has stays. */
  addDefaults(values: ReadonlyMap<string, string>): void {
    for (const [name, value] of values) if (!this.#defaults.has(name)) this.#defaults.set(name, value);
  }

  /** The interpolated `[DEFAULT]`. A value that interpolates to nothing stays as it is written (loadwsgi.py, 3.0). */
  defaults(): Map<string, string> {
    return new Map([...this.#defaults].map(([name, raw]) => [name, this.get(DEFAULT_SECTION, name) || raw]));
  }

  /** Names of a section's own options, then of those that `[DEFAULT]` adds. */
  options(section: string): string[] {
    return [...new Set([...(this.#sections.get(section)?.keys() ?? []), ...this.#defaults.keys()])];
  }

  /** An interpolated value. Throws InterpolationSyntaxError and its like. */
  get(section: string, option: string): string {
    const own = this.#sections.get(section);
    const find = (name: string): string | undefined => own?.get(name) ?? this.#defaults.get(name);
    return interpolate(find(option) ?? '', {
      file: this.name,
      section,
      option,
      lenient: this.#lenient,
      find,
    });
  }
}

/** `os.path.abspath`: POSIX lets exactly two slashes at the start stand, and so does Python. */
function absolutePath(name: string): string {
  const absolute = resolve(name);
  return /^\/\/(?!\/)/.test(name) ? `/${absolute}` : absolute;
}

function readText(name: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(name);
  } catch (error) {
    throw asOsError(error, name);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UnicodeDecodeError(`'utf-8' codec can't decode ${name}: it is no UTF-8 text`);
  }
}

function asOsError(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return new FileNotFoundError(2, 'No such file or directory', 'ENOENT', path);
    case 'EACCES':
      return new PermissionError(13, 'Permission denied', 'EACCES', path);
    case 'ENOTDIR':
      return new NotADirectoryError(20, 'Not a directory', 'ENOTDIR', path);
    case 'EISDIR':
      return new IsADirectoryError(21, 'Is a directory', 'EISDIR', path);
    case 'ENAMETOOLONG':
      return new OSError(36, 'File name too long', 'ENAMETOOLONG', path);
    default:
      return error;
  }
}
