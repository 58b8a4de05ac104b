// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { CellDatabase } from '../database.js';
import { MigrationNotFound } from '../errors/instances.js';
import type { Prisma } from '../generated/cell/mysql/client.js';
import { columnsOf, valuesOf } from '../rows.js';

export type MigrationType = 'migration' | 'resize' | 'live-migration' | 'evacuation';

/** The way of a server from one host to another. */
export interface MigrationValues {
  readonly id: number;
  readonly uuid: string | null;
  readonly source_compute: string | null;
  readonly dest_compute: string | null;
  readonly source_node: string | null;
  readonly dest_node: string | null;
  readonly dest_host: string | null;
  readonly old_instance_type_id: number | null;
  readonly new_instance_type_id: number | null;
  readonly instance_uuid: string | null;
  readonly status: string | null;
  readonly migration_type: MigrationType | null;
  readonly hidden: boolean | null;
  /** Bytes, here and below. */
  readonly memory_total: number | null;
  readonly memory_processed: number | null;
  readonly memory_remaining: number | null;
  readonly disk_total: number | null;
  readonly disk_processed: number | null;
  readonly disk_remaining: number | null;
  readonly cross_cell_move: boolean | null;
  readonly user_id: string | null;
  readonly project_id: string | null;
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
  readonly deleted_at: Date | null;
  readonly deleted: boolean;
}

export type MigrationChanges = Partial<Omit<MigrationValues, 'id' | 'deleted' | 'deleted_at'>>;

/** The migrations of a cell: the only code that touches their table. */
export class MigrationRepository {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  async list(query: Prisma.MigrationFindManyArgs): Promise<MigrationValues[]> {
    const rows = await this.#database.client.migration.findMany({
      orderBy: { id: 'asc' },
      ...query,
      where: { deleted: 0, ...query.where },
    });
    return rows.map(migrationOf);
  }

  /** Throws `MigrationNotFound`. */
  async get(where: Prisma.MigrationWhereInput, named: string): Promise<MigrationValues> {
    const [found] = await this.list({ where, take: 1 });
    if (found === undefined) throw new MigrationNotFound(named);
    return found;
  }

  async create(values: MigrationChanges): Promise<MigrationValues> {
    const row = await this.#database.client.migration.create({
      data: {
        ...(migrationColumns(values) as Prisma.MigrationCreateInput),
        uuid: values.uuid ?? randomUUID(),
        createdAt: now(),
      },
    });
    return migrationOf(row);
  }

  /** Throws `MigrationNotFound` where it is gone. */
  async save(id: number, changes: MigrationChanges): Promise<MigrationValues> {
    await this.#database.client.migration.updateMany({
      where: { id, deleted: 0 },
      data: { ...migrationColumns(changes), updatedAt: now() },
    });
    return this.get({ id }, String(id));
  }
}

/** The generated client has the one value with a hyphen under a name without. */
function migrationOf(row: Readonly<Record<string, unknown>>): MigrationValues {
  const { migrationType, ...plain } = row;
  return {
    ...valuesOf<MigrationValues>(plain),
    migration_type: (migrationType === 'live_migration' ? 'live-migration' : migrationType) as MigrationType | null,
  };
}

function migrationColumns({ migration_type, ...plain }: MigrationChanges): Prisma.MigrationUpdateManyMutationInput {
  return {
    ...columnsOf<Prisma.MigrationUpdateManyMutationInput>(plain),
    ...(migration_type === undefined
      ? {}
      : { migrationType: migration_type === 'live-migration' ? 'live_migration' : migration_type }),
  };
}
