// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { Answer, Client } from '../../client.js';

/** Makes what routes are asked about, as somebody who may do everything. */
export class PlacementObjects {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** A provider with eight VCPUs. @returns its uuid. */
  async provider(): Promise<string> {
    const uuid = await this.emptyProvider();
    const inventory = { resource_class: 'VCPU', total: 8 };
    good(await this.#client.post(`/resource_providers/${uuid}/inventories`, inventory));
    return uuid;
  }

  /** A provider that has nothing, of generation 0. */
  async emptyProvider(): Promise<string> {
    const uuid = randomUUID();
    good(await this.#client.post('/resource_providers', { uuid, name: uuid }));
    return uuid;
  }

  /** A consumer of two VCPUs. @returns its uuid. */
  async consumer(): Promise<string> {
    const uuid = randomUUID();
    const json = this.claim(await this.provider());
    good(await this.#client.send('PUT', `/allocations/${uuid}`, { json }));
    return uuid;
  }

  /** What a new consumer asks for. */
  claim(provider: string): Record<string, unknown> {
    return {
      allocations: { [provider]: { resources: { VCPU: 2 } } },
      project_id: 'owner',
      user_id: 'owner',
      consumer_generation: null,
      consumer_type: 'INSTANCE',
    };
  }

  async resourceClass(): Promise<string> {
    const name = this.customName();
    good(await this.#client.post('/resource_classes', { name }));
    return name;
  }

  async trait(): Promise<string> {
    const name = this.customName();
    good(await this.#client.send('PUT', `/traits/${name}`));
    return name;
  }

  /** A name that nothing has yet. */
  customName(): string {
    return `CUSTOM_${randomUUID().replaceAll('-', '_').toUpperCase()}`;
  }
}

function good({ status, text }: Answer): void {
  if (status >= 300) throw new Error(`${status} ${text}`);
}
