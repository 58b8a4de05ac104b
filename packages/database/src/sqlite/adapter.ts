// SPDX-License-Identifier: Apache-2.0
import type {
  ArgType,
  ConnectionInfo,
  SqlDriverAdapter,
  SqlQuery,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { retryWhileBusy, type SqliteConnection } from './connection.js';
import { fromSqliteValue, inferColumnType, toSqliteValue, type SqliteValue } from './conversion.js';
import { toDriverError } from './errors.js';
import type { SqliteFile } from './file.js';

const adapterName = '@stackport/database/sqlite';

/** What a connection answers, inside a transaction and outside. */
abstract class SqliteQueryable {
  readonly provider = 'sqlite' as const;
  readonly adapterName = adapterName;

  constructor(protected readonly connection: SqliteConnection) {}

  async queryRaw({ sql, args, argTypes }: SqlQuery): Promise<SqlResultSet> {
    const parameters = toParameters(args, argTypes);
    const { columnNames, columnTypes, rows } = await this.perform(sql, () => this.connection.all(sql, parameters));
    const types = columnTypes.map((type, index) => type ?? inferColumnType(rows, index));
    return {
      columnNames,
      columnTypes: types,
      rows: rows.map((row) => row.map((value, index) => fromSqliteValue(value, types[index] ?? 0))),
    };
  }

  async executeRaw({ sql, args, argTypes }: SqlQuery): Promise<number> {
    const parameters = toParameters(args, argTypes);
    return this.perform(sql, () => this.connection.run(sql, parameters));
  }

  protected abstract perform<T>(sql: string, action: () => T): Promise<T>;
}

/**
 * Prisma's driver adapter for SQLite. Reads go straight to one connection; writes queue on a mutex, since SQLite has one writer; a transaction
 * has the second connection and the mutex for itself until it ends, so no other request's write can land in it.
 */
export class SqliteAdapter extends SqliteQueryable implements SqlDriverAdapter {
  constructor(private readonly file: SqliteFile) {
    super(file.main);
  }

  async executeScript(script: string): Promise<void> {
    await this.file.write(() => this.connection.exec(script)).catch(rethrow);
  }

  /** SQLite is serializable throughout, which is at least as much as any level asked for. */
  async startTransaction(): Promise<Transaction> {
    const release = await this.file.lock().catch(rethrow);
    try {
      // IMMEDIATE takes the write lock now: a transaction that read first could not wait for it later without failing.
      await retryWhileBusy(() => this.file.transactions.control('BEGIN IMMEDIATE'), this.file.patience);
      return new SqliteTransaction(this.file.transactions, release);
    } catch (error) {
      release();
      throw toDriverError(error);
    }
  }

  getConnectionInfo(): ConnectionInfo {
    return { maxBindValues: this.connection.maxParameters, supportsRelationJoins: false };
  }

  /** The file belongs to whoever opened it. */
  async dispose(): Promise<void> {
    await Promise.resolve();
  }

  protected async perform<T>(sql: string, action: () => T): Promise<T> {
    try {
      const reads = await retryWhileBusy(() => this.connection.reads(sql), this.file.patience);
      return reads ? await retryWhileBusy(action, this.file.patience) : await this.file.write(action);
    } catch (error) {
      throw toDriverError(error);
    }
  }
}

class SqliteTransaction extends SqliteQueryable implements Transaction {
  readonly options = { usePhantomQuery: true };

  constructor(
    connection: SqliteConnection,
    private readonly release: () => void,
  ) {
    super(connection);
  }

  async commit(): Promise<void> {
    this.end('COMMIT');
  }

  async rollback(): Promise<void> {
    this.end('ROLLBACK');
  }

  async createSavepoint(name: string): Promise<void> {
    this.connection.control(`SAVEPOINT "${name}"`);
  }

  async rollbackToSavepoint(name: string): Promise<void> {
    this.connection.control(`ROLLBACK TO "${name}"`);
  }

  async releaseSavepoint(name: string): Promise<void> {
    this.connection.control(`RELEASE "${name}"`);
  }

  protected async perform<T>(_sql: string, action: () => T): Promise<T> {
    try {
      return action();
    } catch (error) {
      throw toDriverError(error);
    }
  }

  private end(statement: 'COMMIT' | 'ROLLBACK'): void {
    try {
      // Some errors (a full disk) have rolled the transaction back already.
      if (this.connection.inTransaction) this.connection.control(statement);
      else if (statement === 'COMMIT') throw new Error('the transaction was rolled back by SQLite');
    } catch (error) {
      if (this.connection.inTransaction) this.connection.control('ROLLBACK');
      throw toDriverError(error);
    } finally {
      this.release();
    }
  }
}

function toParameters(args: readonly unknown[], argTypes: readonly ArgType[]): SqliteValue[] {
  return args.map((value, index) => toSqliteValue(value, argTypes[index]));
}

function rethrow(error: unknown): never {
  throw toDriverError(error);
}
