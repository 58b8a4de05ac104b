// SPDX-License-Identifier: Apache-2.0
import { Configuration, type ConfigurationInit } from './configuration.js';
import { ConfigurationError, HelpRequested } from './errors.js';
import { explainConfiguration } from './explain.js';
import { printSample } from './sample.js';

export interface CommandOutput {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/**
 * The `config` command of a service: `sample` prints a sample file, `explain [options of the service]` where each
 * value comes from.
 * @param init - as the service loads its configuration; `argv` begins with the name of the command.
 * @returns the exit code: 0, 1 for a bad configuration, 2 for bad usage.
 */
export async function configurationCommand(
  init: ConfigurationInit,
  { write, writeError }: CommandOutput,
): Promise<number> {
  const [command, ...argv] = init.argv ?? [];
  try {
    if (command === 'sample' && argv.length === 0) {
      printSample(init.groups, write);
      return 0;
    }
    if (command === 'explain') {
      explainConfiguration(await Configuration.load({ ...init, argv }), write);
      return 0;
    }
  } catch (error) {
    if (error instanceof HelpRequested) {
      write(`${error.message.trimEnd()}\n`);
      return error.exitCode;
    }
    if (!(error instanceof ConfigurationError)) throw error;
    for (const line of error.message.split('\n')) writeError(`ERROR: ${line}\n`);
    return error.exitCode;
  }
  writeError(
    `usage: ${init.program} config sample\n       ${init.program} config explain [options of ${init.program}]\n`,
  );
  return 2;
}
