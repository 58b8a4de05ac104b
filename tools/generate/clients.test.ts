// SPDX-License-Identifier: Apache-2.0
import { afterAll, describe, expect, it } from 'vitest';
import { readFile, rm } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { generateClients, isStale } from './clients.mjs';
import { root } from './schema.mjs';

const schema = `generator client {
  provider               = "prisma-client"
  output                 = "../src/generated/mysql"
  moduleFormat           = "esm"
  importFileExtension    = "js"
  generatedFileExtension = "ts"
}

datasource db {
  provider = "mysql"
}

model Thing {
  id String @id @db.VarChar(36)
}
`;

describe('generateClients', () => {
  // Within the repo, since Prisma looks for @prisma/client from there.
  const folder = mkdtempSync(join(root, 'node_modules', '.stackport-test-'));
  afterAll(() => rm(folder, { recursive: true }));

  it('makes both clients once, and again for another schema', async () => {
    const database = { generated: join(folder, 'generated'), schema };
    expect(isStale(database)).toBe(true);
    await generateClients(database);
    expect(isStale(database)).toBe(false);
    for (const provider of ['mysql', 'sqlite']) {
      const text = await readFile(join(folder, 'generated', provider, 'internal', 'class.ts'), 'utf8');
      expect(text).toContain(`"activeProvider": "${provider}"`);
      expect(text).toContain('./prismaNamespace.js');
    }
    expect(isStale({ ...database, schema: `${schema}\n` })).toBe(true);
  });

  it('says what is wrong with a schema, and stays stale', async () => {
    const database = { generated: join(folder, 'generated'), schema: schema.replace('String @id', 'Strong @id') };
    await expect(generateClients(database)).rejects.toThrow(/prisma generate failed for .*[\s\S]*Strong/);
    expect(isStale(database)).toBe(true);
  });
});
