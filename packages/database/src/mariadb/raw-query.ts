// SPDX-License-Identifier: Apache-2.0
import { toRows, type ColumnKind, type RawParameter, type RawQuery } from '../raw-query.js';
import type { ConnectionPool } from './pool.js';

export function mariadbRawQuery(pool: ConnectionPool): RawQuery {
  return async <Columns extends Record<string, ColumnKind>>(
    sql: string,
    parameters: readonly RawParameter[],
    columns: Columns,
  ) => {
    const rows = await pool.query<unknown[][] & { meta: { name(): string }[] }>(
      { sql, rowsAsArray: true, dateStrings: true },
      parameters.map(toMariadb),
    );
    const columnNames = rows.meta.map((column) => column.name());
    return toRows(columns, columnNames, rows);
  };
}

/** Times are UTC in every column; the driver would write a Date in the process's own zone. */
function toMariadb(value: RawParameter): Exclude<RawParameter, Date> {
  return value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : value;
}
