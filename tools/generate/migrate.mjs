// SPDX-License-Identifier: Apache-2.0
// node tools/generate/migrate.mjs <package>[/<database>] <name>: writes the migration from the schema of the last one to the schema of now, for both
// providers. Read it before you commit it: a renamed column looks like one dropped and one added.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDatamodel } from './datamodel.mjs';
import { diffTables } from './mysql-ddl.mjs';
import { tablesOf } from './mysql-tables.mjs';
import { diffSqlite } from './schema-engine.mjs';
import { deriveSchema, findSchemas } from './schema.mjs';

const [databaseName, migrationName, ...rest] = process.argv.slice(2);
if (
  databaseName === undefined ||
  migrationName === undefined ||
  rest.length > 0 ||
  !/^[a-z][a-z0-9_]*$/.test(migrationName)
) {
  console.error(
    'usage: node tools/generate/migrate.mjs <package>[/<database>] <name>     (name: lower case, digits, _)',
  );
  process.exit(2);
}
const databases = findSchemas();
const database = databases.find(({ name }) => name === databaseName);
if (database === undefined) {
  console.error(`there is no database ${databaseName}: ${databases.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}

const folder = join(database.prisma, 'migrations');
// The schema that the migrations so far lead to.
const snapshot = join(folder, 'schema.prisma');
const before = existsSync(snapshot) ? readFileSync(snapshot, 'utf8') : undefined;
const scripts = {
  sqlite: await diffSqlite(
    before === undefined ? undefined : deriveSchema(before, 'sqlite'),
    deriveSchema(database.schema, 'sqlite'),
  ),
  mysql: diffTables(before === undefined ? [] : await mysqlTables(before), await mysqlTables(database.schema)),
};
if (Object.values(scripts).every((script) => script === '')) {
  console.log(`${databaseName}: the migrations lead to the schema already`);
  process.exit(0);
}
const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
for (const [provider, script] of Object.entries(scripts)) {
  const target = join(folder, provider, `${timestamp}_${migrationName}`);
  mkdirSync(target, { recursive: true });
  // A change that one engine does not notice leaves a script without a statement there, so that both have the same history.
  writeFileSync(join(target, 'migration.sql'), script === '' ? '-- Nothing to do for this engine.\n' : script);
  writeFileSync(join(folder, provider, 'migration_lock.toml'), `provider = "${provider}"\n`);
  console.log(`wrote ${join(target, 'migration.sql')}`);
}
writeFileSync(snapshot, database.schema);

async function mysqlTables(schema) {
  return tablesOf(schema, await readDatamodel(schema));
}
