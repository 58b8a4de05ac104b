// SPDX-License-Identifier: Apache-2.0
// What is read out of a schema.prisma and what is derived from it. The schema in the repo is MySQL's, with native types; SQLite's is the same
// models without what SQLite has no notion of.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const providers = ['mysql', 'sqlite'];

/**
 * The databases of the packages: prisma/schema.prisma where a package has one, prisma/<database>/schema.prisma where it has several.
 * @returns {{ name: string, prisma: string, generated: string, schema: string }[]} name is `<package>` or `<package>/<database>`; prisma the
 *   folder of the schema and its migrations, generated that of the clients; schema the text of schema.prisma.
 */
export function findSchemas(packages = join(root, 'packages')) {
  return readdirSync(packages).flatMap((name) => {
    const prisma = join(packages, name, 'prisma');
    const generated = join(packages, name, 'src', 'generated');
    if (!existsSync(prisma)) return [];
    const found = existsSync(join(prisma, 'schema.prisma'))
      ? [{ name, prisma, generated }]
      : readdirSync(prisma)
          .filter((database) => existsSync(join(prisma, database, 'schema.prisma')))
          .map((database) => ({
            name: `${name}/${database}`,
            prisma: join(prisma, database),
            generated: join(generated, database),
          }));
    return found.map((one) => ({ ...one, schema: readFileSync(join(one.prisma, 'schema.prisma'), 'utf8') }));
  });
}

/**
 * The schema for one provider. Enums stay enums: Prisma keeps them as TEXT in SQLite and checks the value itself.
 * @param {string} schema - MySQL's
 * @param {string} provider - mysql or sqlite
 * @returns {string}
 */
export function deriveSchema(schema, provider) {
  if (provider === 'mysql') return schema;
  if (provider !== 'sqlite') throw new Error(`no schema can be derived for the provider ${provider}`);
  return schema
    .split('\n')
    .map((line) => (line.trimStart().startsWith('//') ? line : withoutMysql(line)))
    .join('\n');
}

function withoutMysql(line) {
  if (/^\s*provider\s*=\s*"mysql"/.test(line)) return line.replace('"mysql"', '"sqlite"');
  return line
    .replace(/\s+@db\.\w+(\([^)]*\))?/g, '')
    .replace(/(@relation\(.*?),\s*map:\s*"[^"]*"/, '$1')
    .trimEnd();
}

/**
 * Puts a generator block of the caller's in the place of the schema's own.
 * @param {string} schema
 * @param {(block: string) => string} generator - gets the schema's own block
 * @returns {string}
 */
export function withGenerator(schema, generator) {
  const found = /^generator client \{[^}]*\}/m.exec(schema);
  if (found === null) throw new Error('schema.prisma has no block "generator client"');
  return schema.replace(found[0], () => generator(found[0]));
}

/**
 * Names that Prisma's description of a schema leaves out: `Model.field` of a relation → the foreign key's name.
 * @param {string} schema
 * @returns {Map<string, string>}
 */
export function foreignKeyNames(schema) {
  const names = new Map();
  let model;
  for (const line of schema.split('\n')) {
    model = /^model (\w+)/.exec(line)?.[1] ?? model;
    const relation = /^\s*(\w+)\s.*@relation\(.*map:\s*"([^"]+)"/.exec(line);
    if (relation !== null) names.set(`${model}.${relation[1]}`, relation[2]);
  }
  return names;
}

/**
 * The character set of the tables: `// mysql-charset: utf8mb4` in the schema, utf8 (upstream's) without it.
 * @param {string} schema
 * @returns {string}
 */
export function characterSet(schema) {
  return /^\/\/ mysql-charset: (\w+)$/m.exec(schema)?.[1] ?? 'utf8';
}

/**
 * `// mysql-collation: utf8mb4_bin`; undefined for the character set's own.
 * @param {string} schema
 * @returns {string | undefined}
 */
export function collation(schema) {
  return /^\/\/ mysql-collation: (\w+)$/m.exec(schema)?.[1];
}
