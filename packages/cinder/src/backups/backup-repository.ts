// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@stackport/context';
import { afterMarker, compareAndSwap, now, orderByKeys } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import { BackupNotFound } from '../errors/backups.js';
import type { Prisma } from '../generated/mysql/client.js';
import type { Page } from '../paging/page.js';
import { backupFilter, backupSortKeys } from './backup-columns.js';

/** What a backup is read with. */
const LIVING_METADATA = { metadata: { where: { deleted: false } } } as const;

/** A backup with its living metadata. */
export type BackupRow = Prisma.BackupGetPayload<{ include: { metadata: true } }>;

/** Columns to be written; `updated_at` is written by the repository. */
export type BackupChanges = Omit<Prisma.BackupUncheckedUpdateManyInput, 'id' | 'updatedAt'>;

export type BackupState = 'creating' | 'available' | 'deleting' | 'deleted' | 'restoring' | 'error' | 'error_deleting';

/** What a list of backups is asked by; names are upstream's columns. */
export interface BackupQuery {
  /** Undefined for all projects. */
  readonly projectId: string | undefined;
  readonly filters: Readonly<Record<string, string>>;
}

/** Characters of a reason that the column holds. */
const REASON_LENGTH = 255;

/** The tables backups and backup_metadata. */
export class BackupRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  transaction<T>(action: (transaction: CinderTransaction) => Promise<T>): Promise<T> {
    return this.#database.transaction(action);
  }

  /** Throws `BackupNotFound`, also for another project's where the caller is no administrator. */
  async get(context: RequestContext, id: string): Promise<BackupRow> {
    const row = await this.#database.client.backup.findFirst({
      where: { id, deleted: false, ...(context.isAdmin ? {} : { projectId: context.projectId ?? null }) },
      include: LIVING_METADATA,
    });
    if (row === null) throw new BackupNotFound(id);
    return row;
  }

  /** Whoever's it is, deleted or not. */
  find(id: string): Promise<BackupRow | null> {
    return this.#database.client.backup.findUnique({ where: { id }, include: LIVING_METADATA });
  }

  /** Throws `BackupNotFound` for a marker that is not there, `InvalidInput` for a key that is no column. */
  async list(context: RequestContext, query: BackupQuery, page: Page): Promise<BackupRow[]> {
    const where = this.#where(query);
    if (where === undefined) return [];
    const keys = backupSortKeys(page);
    const marker = page.marker === undefined ? undefined : await this.get(context, page.marker);
    return this.#database.client.backup.findMany({
      where: marker === undefined ? where : { AND: [where, afterMarker(keys, { ...marker })] },
      orderBy: orderByKeys(keys),
      include: LIVING_METADATA,
      ...(page.limit === undefined ? {} : { take: page.limit }),
      ...(page.offset === undefined ? {} : { skip: page.offset }),
    });
  }

  async count(query: BackupQuery): Promise<number> {
    const where = this.#where(query);
    return where === undefined ? 0 : this.#database.client.backup.count({ where });
  }

  /** A project's backups of a volume. */
  listByVolume(volumeId: string, projectId: string | undefined): Promise<BackupRow[]> {
    return this.#database.client.backup.findMany({
      where: { volumeId, projectId: projectId ?? null, deleted: false },
      include: LIVING_METADATA,
    });
  }

  listByHost(host: string): Promise<BackupRow[]> {
    return this.#database.client.backup.findMany({ where: { host, deleted: false }, include: LIVING_METADATA });
  }

  async hasChildren(id: string): Promise<boolean> {
    return (await this.#database.client.backup.findFirst({ where: { parentId: id, deleted: false } })) !== null;
  }

  /** The full backup first, then the differences up to this one. Throws `BackupNotFound` where one is gone. */
  async chain(backup: BackupRow): Promise<BackupRow[]> {
    const chain = [backup];
    const seen = new Set([backup.id]);
    for (let first = backup; first.parentId !== null && first.parentId !== ''; first = chain[0] as BackupRow) {
      const parent = await this.find(first.parentId);
      // An imported record may name any parent, itself too.
      if (parent === null || parent.deleted === true || seen.has(parent.id)) throw new BackupNotFound(first.parentId);
      seen.add(parent.id);
      chain.unshift(parent);
    }
    return chain;
  }

  /** A new row, with an id where none is given. Runs in the caller's transaction. */
  async create(
    transaction: CinderTransaction,
    values: Omit<Prisma.BackupUncheckedCreateInput, 'id' | 'metadata'> & { readonly id?: string },
    metadata: Readonly<Record<string, string>>,
  ): Promise<BackupRow> {
    const createdAt = now();
    return transaction.backup.create({
      data: {
        numDependentBackups: 0,
        createdAt,
        ...values,
        id: values.id ?? randomUUID(),
        metadata: { create: Object.entries(metadata).map(([key, value]) => ({ key, value, createdAt })) },
      },
      include: LIVING_METADATA,
    });
  }

  /** @param expected - columns and what they must be still; the change is made only then. Resolves whether it was. */
  change(
    id: string,
    expected: Omit<Prisma.BackupWhereInput, 'id' | 'AND' | 'OR' | 'NOT'>,
    changes: BackupChanges,
    transaction: CinderTransaction = this.#database.client,
  ): Promise<boolean> {
    return compareAndSwap(transaction.backup, { deleted: false, ...expected, id }, { ...changes, updatedAt: now() });
  }

  /** Of a backup that is in one of these states, or in any: an error with its reason. Resolves whether it was. */
  fail(
    id: string,
    reason: string,
    { from, to = 'error' }: { readonly from?: readonly BackupState[]; readonly to?: BackupState } = {},
  ): Promise<boolean> {
    return this.change(id, from === undefined ? {} : { status: { in: [...from] } }, {
      status: to,
      failReason: reason.slice(0, REASON_LENGTH),
    });
  }

  /** Of a backup that may be deleted by now. */
  async forgetCopy(id: string, column: 'tempVolumeId' | 'tempSnapshotId'): Promise<void> {
    await this.#database.client.backup.updateMany({ where: { id }, data: { [column]: null } });
  }

  /** Replaces all metadata. */
  async replaceMetadata(
    transaction: CinderTransaction,
    id: string,
    metadata: Readonly<Record<string, string>>,
  ): Promise<void> {
    const at = now();
    const rows = await transaction.backupMetadata.findMany({ where: { backupId: id, deleted: false } });
    const kept = new Map(
      rows.filter(({ key }) => key !== null && Object.hasOwn(metadata, key)).map((row) => [row.key, row]),
    );
    const gone = rows.filter(({ key }) => !kept.has(key)).map((row) => row.id);
    if (gone.length > 0)
      await transaction.backupMetadata.updateMany({
        where: { id: { in: gone } },
        data: { deleted: true, deletedAt: at },
      });
    for (const [key, value] of Object.entries(metadata)) {
      const row = kept.get(key);
      if (row === undefined)
        await transaction.backupMetadata.create({ data: { backupId: id, key, value, createdAt: at } });
      else if (row.value !== value)
        await transaction.backupMetadata.update({ where: { id: row.id }, data: { value, updatedAt: at } });
    }
  }

  /** Marks a backup deleted, with its metadata, and takes it from its parent's count. Resolves whether it was there. */
  async destroy(transaction: CinderTransaction, { id, parentId }: BackupRow): Promise<boolean> {
    const gone = { deleted: true, deletedAt: now() };
    const done = await compareAndSwap(transaction.backup, { id, deleted: false }, { ...gone, status: 'deleted' });
    if (!done) return false;
    await transaction.backupMetadata.updateMany({ where: { backupId: id, deleted: false }, data: gone });
    if (parentId !== null)
      await transaction.backup.updateMany({
        where: { id: parentId, deleted: false, numDependentBackups: { gt: 0 } },
        data: { numDependentBackups: { decrement: 1 }, updatedAt: now() },
      });
    return true;
  }

  #where({ projectId, filters }: BackupQuery): Prisma.BackupWhereInput | undefined {
    const filter = backupFilter(filters);
    if (filter === undefined) return undefined;
    return { AND: [filter, { deleted: false, ...(projectId === undefined ? {} : { projectId }) }] };
  }
}
