// SPDX-License-Identifier: Apache-2.0
import { toRows, type ColumnKind, type RawParameter, type RawQuery } from '../raw-query.js';
import { retryWhileBusy } from './connection.js';
import { formatDateTime, type SqliteValue } from './conversion.js';
import { toDriverError } from './errors.js';
import type { SqliteFile } from './file.js';

export function sqliteRawQuery(file: SqliteFile): RawQuery {
  return async <Columns extends Record<string, ColumnKind>>(
    sql: string,
    parameters: readonly RawParameter[],
    columns: Columns,
  ) => {
    try {
      const { columnNames, rows } = await retryWhileBusy(
        () => file.main.all(sql, parameters.map(toSqlite)),
        file.patience,
      );
      return toRows(columns, columnNames, rows);
    } catch (error) {
      throw toDriverError(error);
    }
  };
}

function toSqlite(value: RawParameter): SqliteValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Date ? formatDateTime(value) : value;
}
