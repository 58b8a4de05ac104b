// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:os';
import { BadStoreConfiguration, StorageFull, StorageWriteDenied } from '../errors.js';

const { ENOSPC, EDQUOT, EFBIG, EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR, EEXIST } = constants.errno;

/** The number that the operating system gave; undefined for any other error. libuv has no name for some. */
function numberOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') return undefined;
  return Math.abs(error.errno);
}

function isOneOf(error: unknown, ...numbers: readonly number[]): boolean {
  const number = numberOf(error);
  return number !== undefined && numbers.includes(number);
}

export const isMissing = (error: unknown): boolean => isOneOf(error, ENOENT, ENOTDIR);
export const isThere = (error: unknown): boolean => isOneOf(error, EEXIST);
export const isDenied = (error: unknown): boolean => isOneOf(error, EACCES, EPERM, EROFS);
export const isFolder = (error: unknown): boolean => isOneOf(error, EISDIR);

/** What a failed write means to the caller: StorageFull, StorageWriteDenied, or the error itself. */
export function writeError(error: unknown): unknown {
  if (isOneOf(error, ENOSPC, EDQUOT, EFBIG)) return new StorageFull({}, { cause: error });
  if (isDenied(error)) return new StorageWriteDenied({}, { cause: error });
  return error;
}

/** As upstream, the file driver calls itself `filesystem` here. */
export function badFileConfiguration(reason: string, cause?: unknown): BadStoreConfiguration {
  return new BadStoreConfiguration({ store_name: 'filesystem', reason }, { cause });
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
