// SPDX-License-Identifier: Apache-2.0
import { parseObject, printObject } from '../common/fields.js';
import type { Client } from '../database/identity-database.js';
import type { Region as Row } from '../generated/mysql/client.js';
import type { Region } from './region.js';

export class RegionRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(id: string): Promise<Region | undefined> {
    const row = await this.#client.region.findUnique({ where: { id } });
    return row === null ? undefined : toRegion(row);
  }

  async list(parentRegionId?: string): Promise<Region[]> {
    const where = parentRegionId === undefined ? {} : { parentRegionId };
    return (await this.#client.region.findMany({ where, orderBy: { id: 'asc' } })).map(toRegion);
  }

  async create({ extra, ...region }: Region): Promise<void> {
    await this.#client.region.create({ data: { ...region, extra: printObject(extra) } });
  }

  async update({ id, extra, ...region }: Region): Promise<void> {
    await this.#client.region.update({ where: { id }, data: { ...region, extra: printObject(extra) } });
  }

  async hasEndpoints(ids: readonly string[]): Promise<boolean> {
    return (
      (await this.#client.endpoint.findFirst({ where: { regionId: { in: [...ids] } }, select: { id: true } })) !== null
    );
  }

  /** @param ids - children before their parents. */
  async delete(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#client.region.delete({ where: { id } });
  }
}

function toRegion({ extra, ...row }: Row): Region {
  return { ...row, extra: parseObject(extra) };
}
