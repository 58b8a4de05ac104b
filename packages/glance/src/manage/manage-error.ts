// SPDX-License-Identifier: Apache-2.0

/** Ends the command: its words go to stderr. */
export class ManageError extends Error {
  /** @param exitCode - 1 for what failed, 2 for bad usage. */
  constructor(
    message: string,
    readonly exitCode = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
