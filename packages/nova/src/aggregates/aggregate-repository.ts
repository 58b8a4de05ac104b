// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { isUniqueViolation, now } from '@stackport/database';
import type { ApiDatabase } from '../database.js';
import { AggregateHostExists, AggregateNameExists } from '../errors/aggregates.js';
import type { Aggregate as AggregateRow, Prisma } from '../generated/api/mysql/client.js';

/** Hosts that have something in common. */
export interface Aggregate {
  readonly id: number;
  readonly uuid: string | null;
  readonly name: string | null;
  readonly hosts: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

/** Key of the metadata that makes an aggregate an availability zone. */
export const ZONE_KEY = 'availability_zone';

/** The tables `aggregates`, `aggregate_hosts` and `aggregate_metadata`. */
export class AggregateRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  async list(where: Prisma.AggregateWhereInput = {}): Promise<Aggregate[]> {
    const rows = await this.#database.client.aggregate.findMany({ where, orderBy: { id: 'asc' } });
    return this.#complete(rows);
  }

  async find(id: number): Promise<Aggregate | null> {
    return (await this.list({ id }))[0] ?? null;
  }

  /** Those that a host is in. */
  async listOfHost(host: string): Promise<Aggregate[]> {
    const rows = await this.#database.client.aggregateHost.findMany({
      where: { host },
      select: { aggregateId: true },
    });
    return this.list({ id: { in: rows.map(({ aggregateId }) => aggregateId) } });
  }

  /** Those that have a key of metadata. */
  async listWithKey(key: string): Promise<Aggregate[]> {
    const rows = await this.#database.client.aggregateMetadata.findMany({
      where: { key },
      select: { aggregateId: true },
    });
    return this.list({ id: { in: rows.map(({ aggregateId }) => aggregateId) } });
  }

  /** Throws AggregateNameExists. */
  async create(name: string, metadata: Readonly<Record<string, string>>, uuid = randomUUID()): Promise<Aggregate> {
    const createdAt = now();
    try {
      return await this.#database.transaction(async (tx) => {
        const row = await tx.aggregate.create({ data: { name, uuid, createdAt } });
        await tx.aggregateMetadata.createMany({
          data: Object.entries(metadata).map(([key, value]) => ({ aggregateId: row.id, key, value, createdAt })),
        });
        return { ...row, hosts: [], metadata };
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new AggregateNameExists(name) : error;
    }
  }

  /** Throws AggregateNameExists. */
  async rename(id: number, name: string): Promise<void> {
    try {
      await this.#database.client.aggregate.updateMany({ where: { id }, data: { name, updatedAt: now() } });
    } catch (error) {
      throw isUniqueViolation(error) ? new AggregateNameExists(name) : error;
    }
  }

  /** Sets keys; one that is null goes away, and those that are not named stay. */
  async setMetadata(id: number, metadata: Readonly<Record<string, string | null>>): Promise<void> {
    await this.#database.transaction(async ({ aggregateMetadata }) => {
      for (const [key, value] of Object.entries(metadata)) {
        const where = { aggregateId: id, key };
        if (value === null) {
          await aggregateMetadata.deleteMany({ where });
          continue;
        }
        const { count } = await aggregateMetadata.updateMany({ where, data: { value, updatedAt: now() } });
        if (count === 0) await aggregateMetadata.create({ data: { ...where, value, createdAt: now() } });
      }
    });
  }

  /** Deletes an aggregate that has no hosts. @returns whether it did */
  async deleteEmpty(id: number): Promise<boolean> {
    return this.#database.transaction(async (tx) => {
      if ((await tx.aggregateHost.count({ where: { aggregateId: id } })) > 0) return false;
      await tx.aggregateMetadata.deleteMany({ where: { aggregateId: id } });
      return (await tx.aggregate.deleteMany({ where: { id } })).count > 0;
    });
  }

  /** Throws AggregateHostExists. */
  async addHost(id: number, host: string): Promise<void> {
    try {
      await this.#database.client.aggregateHost.create({ data: { aggregateId: id, host, createdAt: now() } });
    } catch (error) {
      throw isUniqueViolation(error) ? new AggregateHostExists(id, host) : error;
    }
  }

  /** @returns whether it was in it */
  async removeHost(id: number, host: string): Promise<boolean> {
    const { count } = await this.#database.client.aggregateHost.deleteMany({ where: { aggregateId: id, host } });
    return count > 0;
  }

  async #complete(rows: readonly AggregateRow[]): Promise<Aggregate[]> {
    if (rows.length === 0) return [];
    const where = { aggregateId: { in: rows.map(({ id }) => id) } };
    const hosts = await this.#database.client.aggregateHost.findMany({ where, orderBy: { id: 'asc' } });
    const metadata = await this.#database.client.aggregateMetadata.findMany({ where, orderBy: { id: 'asc' } });
    return rows.map((row) => ({
      ...row,
      hosts: hosts.flatMap(({ aggregateId, host }) => (aggregateId === row.id && host !== null ? [host] : [])),
      metadata: Object.fromEntries(
        metadata.filter(({ aggregateId }) => aggregateId === row.id).map(({ key, value }) => [key, value]),
      ),
    }));
  }
}
