// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prismaGenerate, prismaVersion } from './prisma-cli.mjs';
import { deriveSchema, providers, withGenerator } from './schema.mjs';

/** Raised by one when the generated files would differ for one and the same schema. */
const generation = 1;

/** Whether the clients of this database are missing or made from another schema. */
export function isStale(database) {
  const path = hashPath(database);
  return !existsSync(path) || readFileSync(path, 'utf8') !== hash(database.schema);
}

/**
 * Makes both clients of a database in its generated folder's mysql and sqlite. The hash is written last, so that a run cut short is done again.
 * @param {{ generated: string, schema: string }} database
 */
export async function generateClients(database) {
  const folder = database.generated;
  mkdirSync(folder, { recursive: true });
  rmSync(hashPath(database), { force: true });
  await Promise.all(providers.map((provider) => generateClient(database.schema, provider, folder)));
  writeFileSync(hashPath(database), hash(database.schema));
}

async function generateClient(schema, provider, folder) {
  const path = join(folder, `schema.${provider}.prisma`);
  const output = join(folder, provider);
  rmSync(output, { recursive: true, force: true });
  writeFileSync(
    path,
    withGenerator(deriveSchema(schema, provider), (generator) =>
      generator.replace(/output\s*=\s*"[^"]*"/, `output = "./${provider}"`),
    ),
  );
  await prismaGenerate(path);
}

const hashPath = ({ generated }) => join(generated, '.hash');
const hash = (schema) => createHash('sha256').update(`${prismaVersion}\0${generation}\0${schema}`).digest('hex');
