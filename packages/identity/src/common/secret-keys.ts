// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { isUniqueViolation } from '@stackport/database';
import type { Client } from '../database/identity-database.js';

const LENGTH = 32;

/** A key that all processes of the service share; the first that asks for it makes it. 32 bytes. */
export async function secretKey(client: Client, purpose: 'token' | 'credential', now: () => number): Promise<Buffer> {
  const known = await client.secretKey.findUnique({ where: { purpose } });
  if (known !== null) return Buffer.from(known.value, 'base64');
  try {
    const value = randomBytes(LENGTH).toString('base64');
    await client.secretKey.create({ data: { purpose, value, createdAt: new Date(now()) } });
  } catch (error) {
    // Another process was first: its key is everybody's.
    if (!isUniqueViolation(error)) throw error;
  }
  const stored = await client.secretKey.findUniqueOrThrow({ where: { purpose } });
  return Buffer.from(stored.value, 'base64');
}
