// SPDX-License-Identifier: Apache-2.0
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Uuid = ReturnType<typeof crypto.randomUUID>;

/**
 * Does some work, during which the first ids that are made up are the given ones, and the others of chance.
 * @param ids - 32 hexadecimal digits each
 */
export async function withIds<T>(ids: readonly string[], work: () => Promise<T>): Promise<T> {
  const { randomUUID } = crypto;
  const left = [...ids];
  crypto.randomUUID = (options) =>
    (left.shift()?.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as Uuid | undefined) ?? randomUUID(options);
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    crypto.randomUUID = randomUUID;
    syncBuiltinESMExports();
  }
}
