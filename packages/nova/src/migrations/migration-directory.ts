// SPDX-License-Identifier: Apache-2.0
import { afterMarker, orderByKeys, type SortKey } from '@stackport/database';
import type { Cells } from '../cells/cells.js';
import { MarkerNotFound } from '../errors/base.js';
import type { Prisma } from '../generated/cell/mysql/client.js';
import { MigrationRepository, type MigrationType, type MigrationValues } from './migration-repository.js';

export interface MigrationFilters {
  readonly status?: string | undefined;
  /** Where a server came from or went to. */
  readonly host?: string | undefined;
  readonly sourceCompute?: string | undefined;
  readonly migrationType?: string | undefined;
  readonly hidden?: boolean | undefined;
  readonly instanceUuid?: string | undefined;
  readonly userId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly changesSince?: Date | undefined;
  readonly changesBefore?: Date | undefined;
}

/** Newest first. */
const ORDER: readonly SortKey[] = [
  { field: 'createdAt', direction: 'desc', nullable: true },
  { field: 'id', direction: 'desc' },
];

const TYPES: readonly string[] = ['migration', 'resize', 'live-migration', 'evacuation'] satisfies MigrationType[];

/** The migrations of all cells that have hosts. */
export class MigrationDirectory {
  readonly #cells: Cells;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  /** All that fit, cell by cell, in the order of their making. */
  async list(filters: MigrationFilters): Promise<MigrationValues[]> {
    const where = conditions(filters);
    if (where === undefined) return [];
    const found = await this.#cells.gather(
      ({ database }) => new MigrationRepository(database).list({ where }),
      await this.#cells.listWithHosts(),
    );
    return found.flat();
  }

  /** A page, newest first. Throws MarkerNotFound. @param marker - UUID */
  async page(
    filters: MigrationFilters,
    { limit, marker }: { readonly limit: number; readonly marker?: string | undefined },
  ): Promise<MigrationValues[]> {
    const cells = await this.#cells.listWithHosts();
    const after = marker === undefined ? undefined : await this.#find(marker);
    const where = conditions(filters);
    if (where === undefined || limit === 0) return [];
    const behind = after && afterMarker(ORDER, { createdAt: after.created_at, id: after.id });
    const found = await this.#cells.gather(
      ({ database }) =>
        new MigrationRepository(database).list({
          where: behind === undefined ? where : { AND: [where, behind] },
          orderBy: orderByKeys(ORDER),
          take: limit,
        }),
      cells,
    );
    const time = ({ created_at: created }: MigrationValues): number => created?.getTime() ?? 0;
    const sorted = found.flat().sort((a, b) => time(b) - time(a) || b.id - a.id);
    return newestOfEach(sorted).slice(0, limit);
  }

  async #find(uuid: string): Promise<MigrationValues> {
    const found = await this.#cells.gather(
      ({ database }) => new MigrationRepository(database).list({ where: { uuid }, take: 1 }),
      await this.#cells.listWithHosts(),
    );
    const [migration] = found.flat();
    if (migration === undefined) throw new MarkerNotFound(uuid);
    return migration;
  }
}

/** A server on its way between cells has its migration in both: the record that was changed last is the one. */
function newestOfEach(migrations: readonly MigrationValues[]): MigrationValues[] {
  const changed = ({ updated_at: updated, created_at: created }: MigrationValues): number =>
    (updated ?? created)?.getTime() ?? 0;
  const byUuid = new Map<string, MigrationValues>();
  for (const migration of migrations) {
    const key = migration.uuid ?? String(migration.id);
    const known = byUuid.get(key);
    if (known === undefined || changed(migration) > changed(known)) byUuid.set(key, migration);
  }
  return [...byUuid.values()];
}

/** Undefined where nothing can fit: a type that there is not. */
function conditions(filters: MigrationFilters): Prisma.MigrationWhereInput | undefined {
  const { status, host, sourceCompute, migrationType, hidden, instanceUuid, userId, projectId } = filters;
  if (migrationType !== undefined && !TYPES.includes(migrationType)) return undefined;
  const all: Prisma.MigrationWhereInput[] = [];
  if (status !== undefined) all.push({ status });
  if (host !== undefined) all.push({ OR: [{ sourceCompute: host }, { destCompute: host }] });
  else if (sourceCompute !== undefined) all.push({ sourceCompute });
  if (migrationType !== undefined)
    all.push({ migrationType: migrationType === 'live-migration' ? 'live_migration' : (migrationType as 'resize') });
  if (hidden !== undefined) all.push({ hidden });
  if (instanceUuid !== undefined) all.push({ instanceUuid });
  if (userId !== undefined) all.push({ userId });
  if (projectId !== undefined) all.push({ projectId });
  all.push(...changeConditions(filters));
  return { AND: all };
}

/** What was never changed counts by when it was made. */
function changeConditions({ changesSince, changesBefore }: MigrationFilters): Prisma.MigrationWhereInput[] {
  const within = {
    ...(changesSince === undefined ? {} : { gte: changesSince }),
    ...(changesBefore === undefined ? {} : { lte: changesBefore }),
  };
  if (Object.keys(within).length === 0) return [];
  return [{ OR: [{ updatedAt: within }, { updatedAt: null, createdAt: within }] }];
}
