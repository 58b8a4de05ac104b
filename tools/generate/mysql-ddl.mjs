// SPDX-License-Identifier: Apache-2.0
// MySQL's statements for the tables of a schema, and for what changed between two schemas.

const name = (text) => `\`${text}\``;
const names = (list) => list.map(name).join(', ');

/**
 * The script that leads from one set of tables to another. Foreign keys that go are dropped first and those that come are added last, so the
 * order of the tables does not matter.
 * @param {import('./mysql-tables.mjs').Table[]} from
 * @param {import('./mysql-tables.mjs').Table[]} to
 * @returns {string} empty when nothing changed
 */
export function diffTables(from, to) {
  const before = new Map(from.map((table) => [table.name, table]));
  const after = new Map(to.map((table) => [table.name, table]));
  const kept = to.filter((table) => before.has(table.name)).map((table) => [before.get(table.name), table]);
  const created = to.filter((table) => !before.has(table.name));
  const dropped = from.filter((table) => !after.has(table.name));
  const steps = [
    ...[...dropped.map((table) => [table, { ...table, foreignKeys: [] }]), ...kept].flatMap(([old, table]) =>
      missing(old.foreignKeys, table.foreignKeys).map((key) => alter(table, `DROP FOREIGN KEY ${name(key.name)}`)),
    ),
    ...dropped.map((table) => `DROP TABLE ${name(table.name)};`),
    ...kept.flatMap(([old, table]) => changeTable(old, table)),
    ...created.map(createTable),
    ...[...kept, ...created.map((table) => [{ foreignKeys: [] }, table])].flatMap(([old, table]) =>
      missing(table.foreignKeys, old.foreignKeys).map((key) => alter(table, `ADD ${foreignKeyClause(key)}`)),
    ),
  ];
  return steps.length === 0 ? '' : `${steps.join('\n\n')}\n`;
}

/** CREATE TABLE with columns and keys; foreign keys follow when every table is there. */
export function createTable(table) {
  const lines = [
    ...table.columns.map(columnClause),
    ...(table.primaryKey.length === 0 ? [] : [`PRIMARY KEY (${names(table.primaryKey)})`]),
    ...table.keys.map(keyClause),
  ];
  return `CREATE TABLE ${name(table.name)} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n) ${table.options};`;
}

/** Columns and keys in one ALTER TABLE, since a key may need a column of the same step, and MySQL copies the table once. */
function changeTable(old, table) {
  const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);
  const clauses = missing(old.keys, table.keys).map((key) => `DROP INDEX ${name(key.name)}`);
  const newPrimaryKey = !same(old.primaryKey, table.primaryKey);
  if (newPrimaryKey && old.primaryKey.length > 0) clauses.push('DROP PRIMARY KEY');
  for (const column of old.columns)
    if (!table.columns.some((other) => other.name === column.name)) clauses.push(`DROP COLUMN ${name(column.name)}`);
  for (const column of table.columns) {
    const was = old.columns.find((other) => other.name === column.name);
    if (was === undefined) clauses.push(`ADD COLUMN ${columnClause(column)}`);
    else if (!same(was, column)) clauses.push(`MODIFY COLUMN ${columnClause(column)}`);
  }
  if (newPrimaryKey && table.primaryKey.length > 0) clauses.push(`ADD PRIMARY KEY (${names(table.primaryKey)})`);
  clauses.push(...missing(table.keys, old.keys).map((key) => `ADD ${keyClause(key)}`));
  return clauses.length === 0 ? [] : [alter(table, clauses.join(',\n  '))];
}

/** Those of the first list that the second has not, or has otherwise: they are dropped and made again. */
function missing(list, others) {
  return list.filter((entry) => !others.some((other) => JSON.stringify(other) === JSON.stringify(entry)));
}

function columnClause(column) {
  return [
    name(column.name),
    column.type,
    column.notNull ? 'NOT NULL' : 'NULL',
    ...(column.autoIncrement ? ['AUTO_INCREMENT'] : []),
    ...(column.default === undefined ? [] : [`DEFAULT ${column.default}`]),
  ].join(' ');
}

function keyClause(key) {
  return `${key.unique ? 'UNIQUE ' : ''}INDEX ${name(key.name)} (${names(key.columns)})`;
}

function foreignKeyClause(key) {
  const clause = `CONSTRAINT ${name(key.name)} FOREIGN KEY (${names(key.columns)}) REFERENCES ${name(key.table)} (${names(key.references)})`;
  const actions = [
    ...(key.onDelete === 'NO ACTION' ? [] : [`ON DELETE ${key.onDelete}`]),
    ...(key.onUpdate === 'NO ACTION' ? [] : [`ON UPDATE ${key.onUpdate}`]),
  ];
  return [clause, ...actions].join(' ');
}

const alter = (table, clause) => `ALTER TABLE ${name(table.name)}\n  ${clause};`;
