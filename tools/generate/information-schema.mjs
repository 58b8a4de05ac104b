// SPDX-License-Identifier: Apache-2.0

/**
 * The tables of the connection's database as MariaDB describes them, for comparisons: columns in their order, keys and foreign keys by name.
 * Prisma's own table is left out.
 * @param {{ query(sql: string): Promise<Record<string, any>[]> }} connection
 * @returns {Promise<Record<string, { charset: string, columns: Record<string, { type: string, null: boolean, default: string | null, autoIncrement: boolean }>, keys: Record<string, { unique: boolean, columns: string[] }>, foreignKeys: Record<string, { columns: string[], table: string, references: string[], onDelete: string, onUpdate: string }> }>>}
 */
export async function readTables(connection) {
  const tables = {};
  const where = 'table_schema = DATABASE()';
  for (const row of await connection.query(
    `SELECT table_name AS name, table_collation AS collation FROM information_schema.tables WHERE ${where} AND table_name <> '_prisma_migrations' ORDER BY table_name`,
  ))
    tables[row.name] = { charset: row.collation.split('_')[0], columns: {}, keys: {}, foreignKeys: {} };
  for (const row of await connection.query(
    `SELECT table_name AS tbl, column_name AS name, column_type AS type, is_nullable AS nullable, column_default AS value, extra FROM information_schema.columns WHERE ${where} ORDER BY table_name, ordinal_position`,
  ))
    if (row.tbl in tables)
      tables[row.tbl].columns[row.name] = {
        type: row.type,
        null: row.nullable === 'YES',
        default: row.value === 'NULL' ? null : row.value,
        autoIncrement: row.extra.includes('auto_increment'),
      };
  for (const row of await connection.query(
    `SELECT table_name AS tbl, index_name AS name, non_unique AS many, column_name AS col FROM information_schema.statistics WHERE ${where} ORDER BY table_name, index_name, seq_in_index`,
  ))
    if (row.tbl in tables)
      (tables[row.tbl].keys[row.name] ??= { unique: Number(row.many) === 0, columns: [] }).columns.push(row.col);
  for (const row of await connection.query(
    `SELECT k.table_name AS tbl, k.constraint_name AS name, k.column_name AS col, k.referenced_table_name AS target, k.referenced_column_name AS target_col, r.delete_rule AS on_delete, r.update_rule AS on_update FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r ON r.constraint_schema = k.table_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name WHERE k.table_schema = DATABASE() ORDER BY k.table_name, k.constraint_name, k.ordinal_position`,
  )) {
    const key = (tables[row.tbl].foreignKeys[row.name] ??= {
      columns: [],
      table: row.target,
      references: [],
      onDelete: row.on_delete,
      onUpdate: row.on_update,
    });
    key.columns.push(row.col);
    key.references.push(row.target_col);
  }
  return tables;
}
