// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { BootedNova } from '../../boot-nova.js';
import type { Answer, Client } from '../../client.js';

type Named = Readonly<Record<string, { readonly id: string | number; readonly name?: string }>>;

/** The project that owns what the walk asks about, its user, and a project that owns nothing. */
export const OWNER = '5f0f0b6cf9b74b4c8a1a2c5b8e1d3f60';
export const USER = 'member';
export const STRANGER = '9d3c1be2a0de4cc0a6e3c9b17a2f4e81';

/** An Ed25519 key that nobody has the other half of. */
export const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl walk';

/** What an administrator of the owner's project makes by the API itself; each method makes one, and returns its id. */
export class ApiObjects {
  readonly #nova: BootedNova;
  readonly #admin: Client;

  constructor(nova: BootedNova) {
    this.#nova = nova;
    const token = nova.validator.issue({ project: OWNER, user: 'operator', roles: ['admin', 'member', 'reader'] });
    this.#admin = nova.client.as(token).with({ 'OpenStack-API-Version': 'compute 2.93' });
  }

  async flavor({ isPublic = true, disk = 1 } = {}): Promise<string> {
    const name = randomUUID();
    const flavor = { name, ram: 128, vcpus: 1, disk, 'os-flavor-access:is_public': isPublic };
    return String((await this.#made('/flavors', { flavor })).id);
  }

  async extraSpec(flavorId: string): Promise<void> {
    await this.#made(`/flavors/${flavorId}/os-extra_specs`, { extra_specs: { 'hw:cpu_policy': 'shared' } });
  }

  async flavorAccess(flavorId: string, tenant: string): Promise<void> {
    await this.#made(`/flavors/${flavorId}/action`, { addTenantAccess: { tenant } });
  }

  /** @returns its name */
  async keyPair(userId = USER): Promise<string> {
    const keypair = { name: randomUUID(), public_key: PUBLIC_KEY, user_id: userId };
    return String((await this.#made('/os-keypairs', { keypair })).name);
  }

  async serverGroup(): Promise<string> {
    return String((await this.#made('/os-server-groups', { server_group: { name: 'g', policy: 'affinity' } })).id);
  }

  async aggregate(host?: string): Promise<string> {
    const { id } = await this.#made('/os-aggregates', { aggregate: { name: randomUUID() } });
    if (host !== undefined) await this.#made(`/os-aggregates/${id}/action`, { add_host: { host } });
    return String(id);
  }

  async quotas(): Promise<void> {
    good(await this.#admin.send('PUT', `/v2.1/os-quota-sets/${OWNER}`, { json: { quota_set: { key_pairs: 50 } } }));
  }

  async #made(path: string, json: unknown): Promise<{ readonly id: string | number; readonly name?: string }> {
    const answer = await this.#admin.post(`/v2.1${path}`, json);
    good(answer);
    return Object.values((answer.text === '' ? { none: { id: '' } } : answer.json()) as Named)[0] ?? { id: '' };
  }

  /** Placement says that a hypervisor has a trait. @param uuid - of the hypervisor */
  async trait(uuid: string, name: string): Promise<void> {
    const { placement } = this.#nova;
    if (placement === undefined) throw new Error('there is no placement');
    const token = placement.validator.issue({ roles: ['admin', 'member', 'reader'] });
    const client = placement.client.as(token);
    const path = `/resource_providers/${uuid}`;
    if ((await client.get(path)).status === 404) good(await client.post('/resource_providers', { uuid, name: uuid }));
    const { generation } = (await client.get(path)).json() as { readonly generation: number };
    const json = { resource_provider_generation: generation, traits: [name] };
    good(await client.send('PUT', `${path}/traits`, { json }));
  }
}

function good({ status, text }: Answer): void {
  if (status >= 300) throw new Error(`${status} ${text}`);
}
