// SPDX-License-Identifier: Apache-2.0
import { ColumnTypeEnum, type ArgType, type ColumnType } from '@prisma/driver-adapter-utils';

/** What SQLite takes as a parameter and gives as a column. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** How a DateTime is stored: text that sorts by time, in the form that Prisma's own SQLite drivers write. */
export function formatDateTime(time: Date): string {
  return time.toISOString().replace('Z', '+00:00');
}

/** Prisma's argument → SQLite's. Numbers beyond 2^53, times and bytes come as text. */
export function toSqliteValue(value: unknown, type: ArgType | undefined): SqliteValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return formatDateTime(value);
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value !== 'string') throw new TypeError(`SQLite takes no parameter of type ${typeof value}`);
  switch (type?.scalarType) {
    case 'int':
    case 'bigint':
      return BigInt(value);
    case 'float':
    case 'decimal':
      return Number(value);
    case 'datetime':
      return formatDateTime(new Date(value));
    case 'bytes':
      return Buffer.from(value, 'base64');
    default:
      return value;
  }
}

/** The type by the column's declaration; undefined where there is none (an expression), then the values tell. */
export function columnTypeOf(declaration: string | null): ColumnType | undefined {
  switch (declaration?.toUpperCase().replace(/\(.*$/, '').trim()) {
    case 'INTEGER':
    case 'INT':
    case 'SMALLINT':
    case 'TINYINT':
    case 'INTEGER UNSIGNED':
      return ColumnTypeEnum.Int32;
    case 'BIGINT':
      return ColumnTypeEnum.Int64;
    case 'BOOLEAN':
      return ColumnTypeEnum.Boolean;
    case 'DATETIME':
    case 'TIMESTAMP':
      return ColumnTypeEnum.DateTime;
    case 'DATE':
      return ColumnTypeEnum.Date;
    case 'REAL':
    case 'DOUBLE':
    case 'FLOAT':
      return ColumnTypeEnum.Double;
    case 'DECIMAL':
    case 'NUMERIC':
      return ColumnTypeEnum.Numeric;
    case 'JSONB':
    case 'JSON':
      return ColumnTypeEnum.Json;
    case 'BLOB':
      return ColumnTypeEnum.Bytes;
    case 'TEXT':
    case 'VARCHAR':
    case 'CHAR':
    case 'CLOB':
      return ColumnTypeEnum.Text;
    default:
      return undefined;
  }
}

/** The type of a column without a declaration, by the first value that is not null. */
export function inferColumnType(rows: readonly (readonly SqliteValue[])[], index: number): ColumnType {
  for (const row of rows) {
    const value = row[index];
    if (typeof value === 'bigint') return ColumnTypeEnum.Int64;
    if (typeof value === 'number') return ColumnTypeEnum.Double;
    if (typeof value === 'string') return ColumnTypeEnum.Text;
    if (value instanceof Uint8Array) return ColumnTypeEnum.Bytes;
  }
  return ColumnTypeEnum.Int32;
}

/** SQLite's column → what Prisma takes for it. */
export function fromSqliteValue(value: SqliteValue, type: ColumnType): unknown {
  if (value === null) return null;
  switch (type) {
    case ColumnTypeEnum.Int64:
    case ColumnTypeEnum.Numeric:
      return typeof value === 'bigint' || typeof value === 'number' ? value.toString() : value;
    case ColumnTypeEnum.Int32:
    case ColumnTypeEnum.Double:
      return typeof value === 'bigint' ? Number(value) : value;
    case ColumnTypeEnum.Boolean:
      return typeof value === 'bigint' ? value !== 0n : value !== 0;
    case ColumnTypeEnum.DateTime:
    case ColumnTypeEnum.Date:
      // Whole numbers are milliseconds since 1970 (Prisma's schema engine writes them); `current_timestamp` has neither T nor zone.
      if (typeof value === 'bigint' || typeof value === 'number') return formatDateTime(new Date(Number(value)));
      return typeof value === 'string' && !/[zZ]|[+-]\d\d:?\d\d$/.test(value)
        ? `${value.replace(' ', 'T')}+00:00`
        : value;
    default:
      return typeof value === 'bigint' ? value.toString() : value;
  }
}
