// SPDX-License-Identifier: Apache-2.0
import { parseObject, printObject } from '../common/fields.js';
import type { Client } from '../database/identity-database.js';
import type { Service as Row } from '../generated/mysql/client.js';
import type { Service } from './service.js';

export class ServiceRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(id: string): Promise<Service | undefined> {
    const row = await this.#client.service.findUnique({ where: { id } });
    return row === null ? undefined : toService(row);
  }

  async list(where: { type?: string | undefined; enabled?: boolean }): Promise<Service[]> {
    const { type, enabled } = where;
    const rows = await this.#client.service.findMany({
      where: { ...(type === undefined ? {} : { type }), ...(enabled === undefined ? {} : { enabled }) },
      orderBy: { id: 'asc' },
    });
    return rows.map(toService);
  }

  async create({ extra, ...service }: Service): Promise<void> {
    await this.#client.service.create({ data: { ...service, extra: printObject(extra) } });
  }

  async update({ id, extra, ...service }: Service): Promise<void> {
    await this.#client.service.update({ where: { id }, data: { ...service, extra: printObject(extra) } });
  }

  /** With its endpoints. */
  async delete(id: string): Promise<void> {
    await this.#client.service.delete({ where: { id } });
  }
}

function toService({ extra, ...row }: Row): Service {
  return { ...row, extra: parseObject(extra) };
}
