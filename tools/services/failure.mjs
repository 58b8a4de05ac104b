// SPDX-License-Identifier: Apache-2.0

/** Something that a person has to see to: what is wrong, and what to do next. */
export class Failure extends Error {
  /**
   * @param {string} message - what is wrong
   * @param {string} [remedy] - what to do next
   */
  constructor(message, remedy) {
    super(message);
    this.name = 'Failure';
    this.remedy = remedy;
  }
}

/**
 * Runs a command of the repo. A Failure ends the process with 1 and two clear lines, a wrong argument with 2; anything else is a bug and
 * keeps its stack.
 * @param {string} name - printed before the message
 * @param {() => Promise<number | void>} main - gives the exit code
 */
export async function runCommand(name, main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const isUsage = error.code?.startsWith('ERR_PARSE_ARGS_') ?? false;
    if (!(error instanceof Failure) && !isUsage) throw error;
    console.error(`${name}: ${error.message}`);
    if (error.remedy !== undefined) console.error(`${name}: ${error.remedy}`);
    process.exitCode = isUsage ? 2 : 1;
  }
}
