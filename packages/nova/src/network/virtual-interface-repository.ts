// SPDX-License-Identifier: Apache-2.0
import { isUniqueViolation, now } from '@stackport/database';
import type { CellDatabase } from '../database.js';
import { VirtualInterfaceCreateException } from '../compute/drivers/errors.js';
import type { Prisma } from '../generated/cell/mysql/client.js';
import { columnsOf, valuesOf } from '../rows.js';

/** A port of a server, as a compute host that is not ours keeps its tag. */
export interface VirtualInterfaceValues {
  readonly id: number;
  /** MAC address. */
  readonly address: string | null;
  readonly network_id: number | null;
  readonly instance_uuid: string | null;
  /** Of the port. */
  readonly uuid: string | null;
  readonly tag: string | null;
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
  readonly deleted_at: Date | null;
  readonly deleted: boolean;
}

export type VirtualInterfaceChanges = Partial<
  Pick<VirtualInterfaceValues, 'address' | 'network_id' | 'instance_uuid' | 'uuid' | 'tag'>
>;

/** The virtual interfaces of one cell: the only code that touches their table. */
export class VirtualInterfaceRepository {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  async list(where: Prisma.VirtualInterfaceWhereInput): Promise<VirtualInterfaceValues[]> {
    const rows = await this.#database.client.virtualInterface.findMany({
      where: { deleted: 0, ...where },
      orderBy: { id: 'asc' },
    });
    return rows.map(interfaceOf);
  }

  /** Throws `VirtualInterfaceCreateException` where there is one with the address. */
  async create(values: VirtualInterfaceChanges): Promise<VirtualInterfaceValues> {
    try {
      const row = await this.#database.client.virtualInterface.create({
        data: { ...columnsOf<Prisma.VirtualInterfaceCreateInput>(values), createdAt: now() },
      });
      return interfaceOf(row);
    } catch (error) {
      if (isUniqueViolation(error)) throw new VirtualInterfaceCreateException();
      throw error;
    }
  }

  async save(id: number, changes: VirtualInterfaceChanges): Promise<VirtualInterfaceValues | undefined> {
    await this.#database.client.virtualInterface.updateMany({
      where: { id, deleted: 0 },
      data: { ...columnsOf<Prisma.VirtualInterfaceUpdateManyMutationInput>(changes), updatedAt: now() },
    });
    const [saved] = await this.list({ id });
    return saved;
  }

  async destroy(where: Prisma.VirtualInterfaceWhereInput): Promise<void> {
    for (const { id } of await this.list(where))
      await this.#database.client.virtualInterface.updateMany({
        where: { id, deleted: 0 },
        data: { deleted: id, deletedAt: now() },
      });
  }
}

/** Python writes addresses with ports behind them, so that they are unique; nobody else is told of it. */
function interfaceOf(row: Readonly<Record<string, unknown>>): VirtualInterfaceValues {
  const values = valuesOf<VirtualInterfaceValues>(row);
  return { ...values, address: values.address?.split('/')[0] ?? null };
}
