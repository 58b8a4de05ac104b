// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';

/**
 * A command that could not be run or did not end well. The message is what it said on its standard error: a fault's text
 * is no place for its arguments.
 */
export class CommandFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailed';
  }
}

/**
 * Runs a command without a shell.
 * @returns its standard output
 * @throws CommandFailed
 */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd }: { readonly cwd?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      // mkfs and its like are in folders that not every account's PATH has.
      {
        cwd,
        env: { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` },
        maxBuffer: 16 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new CommandFailed(stderr.trim() || `${command} has failed (${error.code ?? error.signal ?? ''})`));
      },
    );
  });
}
