// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../database/identity-database.js';
import type { ConfigValue } from './domain-options.js';

export interface StoredOption {
  readonly group: string;
  readonly option: string;
  readonly value: ConfigValue;
  readonly sensitive: boolean;
}

export class DomainConfigRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async list(domainId: string): Promise<StoredOption[]> {
    const rows = await this.#client.domainConfigOption.findMany({
      where: { domainId },
      orderBy: [{ group: 'asc' }, { option: 'asc' }],
    });
    return rows.map(({ group, option, value, sensitive }) => ({
      group,
      option,
      value: JSON.parse(value) as ConfigValue,
      sensitive,
    }));
  }

  async put(domainId: string, { group, option, value, sensitive }: StoredOption): Promise<void> {
    const key = { domainId, group, option };
    const stored = { value: JSON.stringify(value), sensitive };
    await this.#client.domainConfigOption.upsert({
      where: { domainId_group_option: key },
      create: { ...key, ...stored },
      update: stored,
    });
  }

  async delete(domainId: string, group?: string, option?: string): Promise<void> {
    const where = { domainId, ...(group === undefined ? {} : { group }), ...(option === undefined ? {} : { option }) };
    await this.#client.domainConfigOption.deleteMany({ where });
  }
}
