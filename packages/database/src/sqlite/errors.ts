// SPDX-License-Identifier: Apache-2.0
import { DriverAdapterError, type MappedError } from '@prisma/driver-adapter-utils';
import { MutexTimeoutError } from './mutex.js';

/** An error of the driver. SQLite's extended result code is there or not, depending on the method called, so the message has to tell. */
interface SqliteError extends Error {
  code: 'ERR_SQLITE_ERROR';
  errcode?: number;
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && (error as Partial<SqliteError>).code === 'ERR_SQLITE_ERROR';
}

/** Another connection holds what this statement needs (SQLITE_BUSY, SQLITE_LOCKED). */
export function isBusy(error: unknown): boolean {
  return (
    isSqliteError(error) &&
    /^(?:database(?: table| schema)? is locked|database is busy|locking protocol)/.test(error.message)
  );
}

/** SQLite's error → the kind that Prisma turns into its codes (P2002, P2003, P2011, …). Others are passed on as they are. */
export function toDriverError(error: unknown): unknown {
  if (error instanceof MutexTimeoutError)
    return new DriverAdapterError({ kind: 'SocketTimeout', originalMessage: error.message });
  if (!isSqliteError(error)) return error;
  return new DriverAdapterError({
    ...mapSqliteError(error),
    ...(error.errcode === undefined ? {} : { originalCode: String(error.errcode) }),
    originalMessage: error.message,
  });
}

function mapSqliteError(error: SqliteError): MappedError {
  const { message } = error;
  const [, constraint, columns] = /^(UNIQUE|NOT NULL|FOREIGN KEY) constraint failed(?:: (.*))?$/.exec(message) ?? [];
  const fields = columns?.split(', ').map((column) => column.slice(column.indexOf('.') + 1));
  const named = fields === undefined ? {} : { constraint: { fields } };
  if (constraint === 'UNIQUE') return { kind: 'UniqueConstraintViolation', ...named };
  if (constraint === 'NOT NULL') return { kind: 'NullConstraintViolation', ...named };
  if (constraint === 'FOREIGN KEY') return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } };
  if (isBusy(error)) return { kind: 'SocketTimeout' };
  const table = /no such table: (\S+)/.exec(message)?.[1];
  if (table !== undefined) return { kind: 'TableDoesNotExist', table };
  const column = /(?:no such column: |has no column named )(\S+)/.exec(message)?.[1];
  if (column !== undefined) return { kind: 'ColumnNotFound', column };
  return { kind: 'sqlite', extendedCode: error.errcode ?? 1, message };
}
