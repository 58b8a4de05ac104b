// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { DatabaseError } from '../errors.js';

/** A migration as Prisma lays it out: `<timestamp>_<name>/migration.sql`. */
export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file, hexadecimal, as Prisma's engine counts it. */
  checksum: string;
}

/**
 * The migrations of one provider, in the order in which they are applied (by name, as Prisma's engine does).
 * @param folder - `prisma/migrations/`: a folder per provider is in it
 */
export async function readMigrations(folder: URL, provider: 'mysql' | 'sqlite'): Promise<Migration[]> {
  const base = new URL(`${provider}/`, folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`));
  const entries = await readdir(base, { withFileTypes: true }).catch((error: unknown) => {
    throw new DatabaseError(`The migrations are missing: ${base.pathname}`, { cause: error });
  });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, base), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
