// SPDX-License-Identifier: Apache-2.0
import { PythonError } from './errors.js';
import { repr } from './python-text.js';

/** Python 3's `configparser.Error` and what derives from it. */
export class ConfigParserError extends PythonError {}

export class DuplicateSectionError extends ConfigParserError {
  constructor(section: string, file: string, line: number) {
    super(`While reading from ${repr(file)} [line ${lineNumber(line)}]: section ${repr(section)} already exists`);
  }
}

export class DuplicateOptionError extends ConfigParserError {
  constructor(section: string, option: string, file: string, line: number) {
    super(
      `While reading from ${repr(file)} [line ${lineNumber(line)}]: ` +
        `option ${repr(option)} in section ${repr(section)} already exists`,
    );
  }
}

/** Lines that are neither section, key nor continuation; all of the file's are named. */
export class ParsingError extends ConfigParserError {
  constructor(file: string, badLines: readonly { number: number; text: string }[]) {
    const list = badLines.map(({ number, text }) => `\n\t[line ${lineNumber(number)}]: ${repr(text)}`);
    super(`Source contains parsing errors: ${repr(file)}${list.join('')}`);
  }
}

export class MissingSectionHeaderError extends ConfigParserError {
  constructor(file: string, line: number, text: string) {
    super(`File contains no section headers.\nfile: ${repr(file)}, line: ${line}\n${repr(text)}`);
  }
}

/** A value whose `%(name)s` cannot be replaced; the message begins with the file. */
export class InterpolationError extends ConfigParserError {
  constructor(file: string, message: string) {
    super(`Error in file ${file}: ${message}`);
  }
}
export class InterpolationSyntaxError extends InterpolationError {}

export class InterpolationMissingOptionError extends InterpolationError {
  constructor(file: string, section: string, option: string, reference: string, raw: string) {
    super(
      file,
      `Bad value substitution: option ${repr(option)} in section ${repr(section)} contains an interpolation key ` +
        `${repr(reference)} which is not a valid option name. Raw value: ${repr(raw)}`,
    );
  }
}

export class InterpolationDepthError extends InterpolationError {
  constructor(file: string, section: string, option: string, steps: number, raw: string) {
    super(
      file,
      `Recursion limit exceeded in value substitution: option ${repr(option)} in section ${repr(section)} contains ` +
        `an interpolation key which cannot be substituted in ${steps} steps. Raw value: ${repr(raw)}`,
    );
  }
}

function lineNumber(line: number): string {
  return String(line).padStart(2);
}
