// SPDX-License-Identifier: Apache-2.0
import { Configuration, type ConfigurationInit } from './configuration.js';
import { ConfigurationError, HelpRequested } from './errors.js';

/** The parts of a process that a failed start needs. */
export interface ProcessEnd {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  exit(code: number): never;
}

/**
 * `Configuration.load` for a main: prints what is wrong to stderr and ends the process, with 1 for a bad
 * configuration and 2 for a bad command line; `--help` and `--version` print to stdout and end it with 0.
 */
export async function loadOrExit(init: ConfigurationInit, end: ProcessEnd = process): Promise<Configuration> {
  try {
    return await Configuration.load(init);
  } catch (error) {
    if (error instanceof HelpRequested) {
      end.stdout.write(`${error.message.trimEnd()}\n`);
      return end.exit(error.exitCode);
    }
    if (!(error instanceof ConfigurationError)) throw error;
    for (const line of error.message.split('\n')) end.stderr.write(`ERROR: ${line}\n`);
    return end.exit(error.exitCode);
  }
}
