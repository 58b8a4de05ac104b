// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prismaGenerate } from './prisma-cli.mjs';
import { withGenerator } from './schema.mjs';

/**
 * Prisma's own description (DMMF) of a MySQL schema: models with their fields and native types, enums, indexes.
 * @param {string} schema
 * @returns {Promise<object>}
 */
export async function readDatamodel(schema) {
  const folder = mkdtempSync(join(tmpdir(), 'stackport-datamodel-'));
  try {
    const output = join(folder, 'datamodel.json');
    const generator = fileURLToPath(new URL('dmmf-generator.mjs', import.meta.url));
    const block = `generator datamodel {\n  provider = ${JSON.stringify(`node ${generator}`)}\n  output   = ${JSON.stringify(output)}\n}`;
    writeFileSync(
      join(folder, 'schema.prisma'),
      withGenerator(schema, () => block),
    );
    await prismaGenerate(join(folder, 'schema.prisma'));
    return JSON.parse(readFileSync(output, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
