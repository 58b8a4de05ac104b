// SPDX-License-Identifier: Apache-2.0

/** One thing that is wrong with a configuration, and where. */
export interface Problem {
  readonly message: string;
  readonly group?: string;
  readonly option?: string;
  /** Absolute path of the file, where the value came from one. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
}

/**
 * A configuration that cannot be used. The message holds one line for each problem and names file, line, option and
 * what is allowed; a main that catches it ends with `exitCode`.
 */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError';
  readonly exitCode: number = 1;
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[]) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.map((problem) => problem.message).join('\n'));
    this.problems = list;
  }
}

/** A command line that names what is not there, or leaves out a value. Ends a process with 2, as argparse does. */
export class CommandLineError extends ConfigurationError {
  override readonly name = 'CommandLineError';
  override readonly exitCode = 2;

  constructor(program: string, message: string) {
    super({ message: `${program}: error: ${message}` });
  }
}

/** `--help` or `--version` was given: the text is for stdout, and the process ends with 0. */
export class HelpRequested extends Error {
  override readonly name = 'HelpRequested';
  readonly exitCode = 0;
}

/** A text that is no value of an option's type; `message` is oslo.config's own. */
export class OptionValueError extends Error {
  override readonly name = 'OptionValueError';
}
