// SPDX-License-Identifier: Apache-2.0
import { defined, parseObject, printObject } from '../common/fields.js';
import type { Client } from '../database/identity-database.js';
import type { Endpoint as Row } from '../generated/mysql/client.js';
import type { Endpoint, EndpointInterface } from './endpoint.js';

export interface EndpointConditions {
  readonly interface?: EndpointInterface | undefined;
  readonly serviceId?: string | undefined;
  readonly regionId?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly ids?: readonly string[];
}

export class EndpointRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(id: string): Promise<Endpoint | undefined> {
    const row = await this.#client.endpoint.findUnique({ where: { id } });
    return row === null ? undefined : toEndpoint(row);
  }

  async list({ ids, ...conditions }: EndpointConditions): Promise<Endpoint[]> {
    const where = { ...defined(conditions), ...(ids === undefined ? {} : { id: { in: [...ids] } }) };
    return (await this.#client.endpoint.findMany({ where, orderBy: { id: 'asc' } })).map(toEndpoint);
  }

  async create({ extra, ...endpoint }: Endpoint): Promise<void> {
    await this.#client.endpoint.create({ data: { ...endpoint, extra: printObject(extra) } });
  }

  async update({ id, extra, ...endpoint }: Endpoint): Promise<void> {
    await this.#client.endpoint.update({ where: { id }, data: { ...endpoint, extra: printObject(extra) } });
  }

  async delete(id: string): Promise<void> {
    await this.#client.endpoint.delete({ where: { id } });
  }
}

function toEndpoint({ extra, ...row }: Row): Endpoint {
  return { ...row, extra: parseObject(extra) };
}
