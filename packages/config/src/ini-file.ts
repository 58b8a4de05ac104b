// SPDX-License-Identifier: Apache-2.0
import { ConfigurationError } from './errors.js';
import { pythonRepr } from './python-text.js';

/** One assignment: continuation lines joined by line feeds. */
export interface IniValue {
  readonly text: string;
  /** Where the assignment begins, counted from 1. */
  readonly line: number;
}

export interface IniSection {
  /** As written. */
  readonly name: string;
  readonly line: number;
  readonly values: ReadonlyMap<string, readonly IniValue[]>;
}

export interface IniFile {
  readonly path: string;
  /** By normalised name; sections that differ in case only are one. */
  readonly sections: ReadonlyMap<string, IniSection>;
}

/** Groups are found without regard to case, except that DEFAULT is only itself (oslo_config.cfg). */
export function normalizeGroupName(name: string): string {
  return name === 'DEFAULT' ? name : name.toLowerCase();
}

/**
 * Reads oslo's file syntax: `key = value` or `key: value`; lines that begin with space continue the value; a key
 * given again adds a value; `#` and `;` begin a comment at the start of a line only; a blank line ends a value.
 * @param path - for messages.
 * @throws ConfigurationError with file and line for text that is none of this.
 */
export function parseIni(text: string, path: string): IniFile {
  const sections = new Map<string, { name: string; line: number; values: Map<string, IniValue[]> }>();
  let section: Map<string, IniValue[]> | undefined;
  let open: { key: string; lines: string[]; line: number } | undefined;

  const close = (): void => {
    if (open === undefined) return;
    if (section === undefined) throw parseError(path, open.line, 'Section must be started before assignment');
    const value = { text: open.lines.join('\n'), line: open.line };
    const values = section.get(open.key);
    if (values === undefined) section.set(open.key, [value]);
    else values.push(value);
    open = undefined;
  };

  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  for (const [index, whole] of lines.entries()) {
    const number = index + 1;
    const line = whole.trimEnd();
    if (line === '') {
      close();
      continue;
    }
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (open === undefined) throw parseError(path, number, 'Unexpected continuation line', line);
      open.lines.push(line.trimStart());
      continue;
    }
    close();
    if (line.startsWith('[')) {
      const name = sectionName(line, path, number);
      const key = normalizeGroupName(name);
      const known = sections.get(key) ?? { name, line: number, values: new Map<string, IniValue[]>() };
      sections.set(key, known);
      section = known.values;
    } else if (!line.startsWith('#') && !line.startsWith(';')) {
      const [key, value] = assignment(line, path, number);
      open = { key, lines: [value], line: number };
    }
  }
  close();
  return { path, sections };
}

function sectionName(line: string, path: string, number: number): string {
  if (!line.endsWith(']')) throw parseError(path, number, 'Invalid section (must end with ])', line);
  if (line.length <= 2) throw parseError(path, number, 'Empty section name', line);
  return line.slice(1, -1);
}

function assignment(line: string, path: string, number: number): [key: string, value: string] {
  const at = line.search(/[:=]/);
  if (at < 0) throw parseError(path, number, "No ':' or '=' found in assignment", line);
  const key = line.slice(0, at).trim();
  if (key === '') throw parseError(path, number, 'Key cannot be empty', line);
  const value = line.slice(at + 1).trim();
  // A pair of quotes around the first line is taken off, also where the value goes on below.
  const quote = value.charAt(0);
  return [key, (quote === '"' || quote === "'") && value.endsWith(quote) ? value.slice(1, -1) : value];
}

function parseError(path: string, line: number, message: string, text?: string): ConfigurationError {
  const shown = text === undefined ? '' : `: ${pythonRepr(text)}`;
  return new ConfigurationError({
    message: `Failed to parse ${path}: at ${path}:${line}, ${message}${shown}`,
    file: path,
    line,
  });
}
