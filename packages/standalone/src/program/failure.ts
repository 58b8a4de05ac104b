// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';

/**
 * Tells why the service does not run, as upstream does in `fail`: `ERROR: text` on stderr.
 * @returns the exit code: the error's own (BadStoreConfiguration 3, WorkerCreationFailure 2), 1 for all others.
 */
export function fail(error: unknown, logger: Logger | undefined): number {
  const { message = String(error), exitCode } = error as { message?: string; exitCode?: unknown };
  if (isBug(error)) logger?.critical('Unhandled error', error);
  process.stderr.write(`ERROR: ${message}\n`);
  return typeof exitCode === 'number' ? exitCode : 1;
}

/** What no configuration can bring about: its stack is worth reading. */
function isBug(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || !(error instanceof Error);
}
