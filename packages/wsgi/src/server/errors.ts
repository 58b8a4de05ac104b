// SPDX-License-Identifier: Apache-2.0

/** A server cannot run as it is configured: Python's name, which upstream's `main` knows and ends with code 1. */
export class RuntimeError extends Error {
  override readonly name: string = 'RuntimeError';
}

/**
 * Nothing came up that could serve: upstream's name, which its `main` ends with code 2. Where a worker told why it does
 * not run, message and code are those of its error.
 */
export class WorkerCreationFailure extends RuntimeError {
  override readonly name = 'WorkerCreationFailure';
  readonly exitCode: number;

  constructor(
    message: string,
    reason?: { readonly name: string; readonly message: string; readonly exitCode: number },
  ) {
    super(reason === undefined ? message : `${message}: ${reason.message}`);
    this.exitCode = reason?.exitCode ?? 2;
  }
}

/** A configured value is out of its range: upstream's `InvalidInput`. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';

  constructor(reason: string) {
    super(`Invalid input received: ${reason}`);
  }
}

/** The address cannot be bound; `code` is the system's (`EADDRINUSE`, `EACCES`, …). */
export class BindError extends RuntimeError {
  override readonly name = 'BindError';
  readonly code: string;

  constructor(message: string, cause: NodeJS.ErrnoException) {
    super(message, { cause });
    this.code = cause.code ?? '';
  }
}
