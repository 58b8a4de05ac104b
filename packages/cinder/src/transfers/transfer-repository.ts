// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@stackport/context';
import { afterMarker, compareAndSwap, now, orderByKeys, type SortKey } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import { InvalidSnapshot } from '../errors/snapshots.js';
import { TransferNotFound } from '../errors/transfers.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { Prisma, Snapshot, Transfer } from '../generated/mysql/client.js';
import { sortOrder, type Page } from '../paging/page.js';

/** Columns that lists are sorted and filtered by; those of the key are none of them. */
const COLUMNS: Readonly<Record<string, string>> = {
  id: 'id',
  volume_id: 'volumeId',
  display_name: 'displayName',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  expires_at: 'expiresAt',
  source_project_id: 'sourceProjectId',
  destination_project_id: 'destinationProjectId',
  no_snapshots: 'noSnapshots',
  accepted: 'accepted',
};
const TEXTS = ['id', 'volume_id', 'display_name', 'source_project_id', 'destination_project_id'];
const FLAGS = ['no_snapshots', 'accepted'];

export interface TransferQuery {
  /** Whose volumes; undefined for all projects. */
  readonly projectId: string | undefined;
  readonly filters: Readonly<Record<string, string>>;
}

export interface NewTransfer {
  readonly volumeId: string;
  readonly displayName: string | null;
  readonly salt: string;
  readonly cryptHash: string;
  readonly noSnapshots: boolean;
  readonly sourceProjectId: string | null;
}

/** The table `transfers`, and what a transfer changes of volumes and snapshots. */
export class TransferRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  transaction<T>(action: (transaction: CinderTransaction) => Promise<T>): Promise<T> {
    return this.#database.transaction(action);
  }

  /** Throws `TransferNotFound`, also for that of another project's volume where the caller is no administrator. */
  async get(context: RequestContext, id: string): Promise<Transfer> {
    const owned = context.isAdmin ? {} : { volume: { projectId: context.projectId ?? null } };
    const row = await this.#database.client.transfer.findFirst({ where: { id, deleted: false, ...owned } });
    if (row === null) throw new TransferNotFound(id);
    return row;
  }

  /** None where a filter names no column, as upstream. Throws `InvalidInput`, `TransferNotFound` for the marker. */
  async list(context: RequestContext, { projectId, filters }: TransferQuery, page: Page): Promise<Transfer[]> {
    const conditions = Object.entries(filters).map(([name, value]) => condition(name, value));
    if (conditions.includes(undefined)) return [];
    const keys: SortKey[] = sortOrder(page, COLUMNS).flatMap((order) =>
      Object.entries(order).map(([field, direction]) => ({ field, direction, nullable: field !== 'id' })),
    );
    const marker = page.marker === undefined ? undefined : await this.get(context, page.marker);
    return this.#database.client.transfer.findMany({
      where: {
        deleted: false,
        ...(projectId === undefined ? {} : { volume: { projectId } }),
        AND: [
          ...(conditions as Prisma.TransferWhereInput[]),
          ...(marker === undefined ? [] : [afterMarker(keys, { ...marker })]),
        ],
      },
      orderBy: orderByKeys(keys),
      ...(page.limit === undefined ? {} : { take: page.limit }),
      ...(page.offset === undefined ? {} : { skip: page.offset }),
    });
  }

  /** The living snapshots of a volume. */
  snapshots(volumeId: string): Promise<Snapshot[]> {
    return this.#database.client.snapshot.findMany({ where: { volumeId, deleted: false } });
  }

  /** Takes the volume out of use and offers it. Throws `InvalidVolume` where it is not available. */
  async create(values: NewTransfer): Promise<Transfer> {
    const id = randomUUID();
    return this.#database.transaction(async (transaction) => {
      const free = { id: values.volumeId, status: 'available', deleted: false };
      if (!(await compareAndSwap(transaction.volume, free, { status: 'awaiting-transfer', updatedAt: now() })))
        throw new InvalidVolume(`Transfer ${id}: Volume id ${values.volumeId} expected in available state.`);
      return transaction.transfer.create({ data: { ...values, id, accepted: false, createdAt: now() } });
    });
  }

  /** Withdraws an offer; a volume that is in another state meanwhile stays as it is. Resolves whether it waited. */
  async destroy({ id, volumeId }: Transfer): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const gone = { deleted: true, deletedAt: now() };
      if (!(await compareAndSwap(transaction.transfer, { id, deleted: false }, gone))) throw new TransferNotFound(id);
      const waiting = { id: volumeId, status: 'awaiting-transfer', deleted: false };
      return compareAndSwap(transaction.volume, waiting, { status: 'available', updatedAt: now() });
    });
  }

  /**
   * Gives the volume, and its snapshots with it, to another owner: all or nothing, in the caller's transaction.
   * @throws InvalidVolume, InvalidSnapshot, TransferNotFound
   */
  async accept(
    transaction: CinderTransaction,
    { id, volumeId }: Transfer,
    owner: { readonly userId: string | null; readonly projectId: string | null },
    snapshots: readonly Snapshot[],
  ): Promise<void> {
    const updatedAt = now();
    const accepted = { deleted: true, deletedAt: updatedAt, destinationProjectId: owner.projectId, accepted: true };
    if (!(await compareAndSwap(transaction.transfer, { id, deleted: false }, accepted))) throw new TransferNotFound(id);
    const waiting = { id: volumeId, status: 'awaiting-transfer', deleted: false };
    if (!(await compareAndSwap(transaction.volume, waiting, { ...owner, status: 'available', updatedAt })))
      throw new InvalidVolume(`Transfer ${id}: Volume id ${volumeId} expected in awaiting-transfer state.`);
    for (const snapshot of snapshots) {
      const free = { id: snapshot.id, status: 'available', deleted: false };
      if (!(await compareAndSwap(transaction.snapshot, free, { ...owner, updatedAt })))
        throw new InvalidSnapshot(`Transfer ${id}: Snapshot ${snapshot.id} is not in the expected available state.`);
    }
  }
}

function condition(name: string, value: string): Prisma.TransferWhereInput | undefined {
  const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
  if (column === undefined) return undefined;
  if (TEXTS.includes(name)) return { [column]: value };
  if (FLAGS.includes(name)) return { [column]: /^(?:1|t|true|on|y|yes)$/i.test(value) };
  const time = new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(time.getTime()) ? undefined : { [column]: time };
}
