// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { isUniqueViolation, now } from '@stackport/database';
import type { CellDatabase } from '../database.js';
import { HostBinaryNotFound, ServiceBinaryExists } from '../errors/hosts.js';
import type { Prisma } from '../generated/cell/mysql/client.js';
import { columnsOf, valuesOf } from '../rows.js';
import type { ServiceValues } from './host.js';

/** What is written of a service. */
export type ServiceChanges = Partial<Omit<ServiceValues, 'id' | 'deleted' | 'deleted_at'>>;

/** The services of one cell, as they report themselves: what nova's processes write of their own. */
export class CellServices {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  async find(host: string, binary: string): Promise<ServiceValues | undefined> {
    const [found] = await this.list({ host, binary });
    return found;
  }

  async list(where: Prisma.ServiceWhereInput = {}): Promise<ServiceValues[]> {
    const rows = await this.#database.client.service.findMany({
      where: { deleted: 0, ...where },
      orderBy: { id: 'asc' },
    });
    return rows.map((row) => valuesOf(row));
  }

  /** Throws `ServiceBinaryExists` where there is one of this kind on the host. */
  async create(values: ServiceChanges): Promise<ServiceValues> {
    try {
      const row = await this.#database.client.service.create({
        data: {
          ...columnsOf<Prisma.ServiceCreateInput>(values),
          uuid: values.uuid ?? randomUUID(),
          createdAt: now(),
        },
      });
      return valuesOf<ServiceValues>(row);
    } catch (error) {
      if (isUniqueViolation(error)) throw new ServiceBinaryExists(values.host ?? '', values.binary ?? '');
      throw error;
    }
  }

  /** Throws `HostBinaryNotFound` where it is gone. */
  async save(id: number, changes: ServiceChanges): Promise<ServiceValues> {
    const { count } = await this.#database.client.service.updateMany({
      where: { id, deleted: 0 },
      data: {
        ...columnsOf<Prisma.ServiceUpdateManyMutationInput>(changes),
        updatedAt: now(),
        // A counter that goes on is the sign of life itself.
        ...(changes.report_count === undefined ? {} : { lastSeenUp: now() }),
      },
    });
    const [found] = await this.list({ id });
    if (count === 0 || found === undefined)
      throw new HostBinaryNotFound(changes.host ?? String(id), changes.binary ?? '');
    return found;
  }

  async destroy(id: number): Promise<void> {
    await this.#database.client.service.updateMany({
      where: { id, deleted: 0 },
      data: { deleted: id, deletedAt: now() },
    });
  }

  /** The lowest version of the services of a kind, those that are forced down left out; 0 where there are none. */
  async minimumVersion(binary: string): Promise<number> {
    const { _min } = await this.#database.client.service.aggregate({
      where: { binary, deleted: 0, forcedDown: false },
      _min: { version: true },
    });
    return _min.version ?? 0;
  }
}
