// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../catalog/endpoint.js';
import { EndpointRepository } from '../catalog/endpoint-repository.js';
import { RegionRepository } from '../catalog/region-repository.js';
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import type { JsonObject } from '../common/fields.js';
import type { ListFilter } from '../common/list-filter.js';
import { NotFound, notFound, policyAssociationNotFound } from '../errors.js';
import type { PolicyDocument, PolicyPlace } from './policy-document.js';
import { PolicyRepository } from './policy-repository.js';

export interface PolicyChanges {
  readonly type?: string;
  readonly blob?: string;
  readonly extra: Readonly<JsonObject>;
}

/** Policy documents, and for which endpoints they hold (OS-ENDPOINT-POLICY). */
export class PolicyDocuments {
  readonly #environment: Environment;
  readonly #repository: PolicyRepository;
  readonly #endpoints: EndpointRepository;
  readonly #regions: RegionRepository;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#repository = new PolicyRepository(environment.database.client);
    this.#endpoints = new EndpointRepository(environment.database.client);
    this.#regions = new RegionRepository(environment.database.client);
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<PolicyDocument> {
    const policy = await this.#repository.find(id);
    if (policy === undefined) throw notFound('policy', id);
    return policy;
  }

  list(filter: ListFilter): Promise<PolicyDocument[]> {
    return this.#repository.list(filter.exact('type'));
  }

  async create({ type, blob, extra }: Required<PolicyChanges>): Promise<PolicyDocument> {
    const policy: PolicyDocument = { id: newId(), type, blob, extra };
    await this.#repository.create(policy);
    return policy;
  }

  /** Throws `NotFound`. */
  async update(id: string, { type, blob, extra }: PolicyChanges): Promise<PolicyDocument> {
    const before = await this.get(id);
    const policy: PolicyDocument = {
      id,
      type: type ?? before.type,
      blob: blob ?? before.blob,
      extra: { ...before.extra, ...extra },
    };
    await this.#repository.update(policy);
    return policy;
  }

  /** With its associations. Throws `NotFound`. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.#repository.delete(id);
  }

  // Associations: callers know that policy and place exist.

  async associate(policyId: string, place: PolicyPlace): Promise<void> {
    await this.#environment.database.transaction((tx) => new PolicyRepository(tx).associate(policyId, place));
  }

  /** Throws `NotFound`. */
  async assertAssociation(policyId: string, place: PolicyPlace): Promise<void> {
    if ((await this.#repository.policyIdAt(place)) !== policyId) throw policyAssociationNotFound();
  }

  /** Throws `NotFound`. */
  async dissociate(policyId: string, place: PolicyPlace): Promise<void> {
    if (!(await this.#repository.dissociate(policyId, place))) throw policyAssociationNotFound();
  }

  /** The endpoint's own policy, or else its service's in its region or one above, or else its service's. Throws `NotFound`. */
  async ofEndpoint({ id, serviceId, regionId }: Endpoint): Promise<PolicyDocument> {
    const found =
      (await this.#repository.policyIdAt({ endpointId: id })) ??
      (await this.#ofRegion(serviceId, regionId)) ??
      (await this.#repository.policyIdAt({ serviceId }));
    if (found === undefined) throw new NotFound(`No policy is associated with endpoint ${id}.`, 'policyAssociation');
    return this.get(found);
  }

  /** The endpoints that a policy holds for. */
  async endpointsOf(policyId: string): Promise<Endpoint[]> {
    const places = await this.#repository.placesOf(policyId);
    const endpoints = await this.#endpoints.list({});
    const found = new Map<string, Endpoint>();
    for (const endpoint of endpoints)
      for (const place of places) if (await this.#holdsFor(place, endpoint)) found.set(endpoint.id, endpoint);
    return [...found.values()];
  }

  async #ofRegion(serviceId: string, regionId: string | null): Promise<string | undefined> {
    for (let next = regionId; next !== null; next = (await this.#regions.find(next))?.parentRegionId ?? null) {
      const found = await this.#repository.policyIdAt({ serviceId, regionId: next });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #holdsFor({ endpointId, serviceId, regionId }: PolicyPlace, endpoint: Endpoint): Promise<boolean> {
    if (endpointId !== undefined) return endpoint.id === endpointId;
    if (endpoint.serviceId !== serviceId) return false;
    if (regionId === undefined) return true;
    for (let next = endpoint.regionId; next !== null; next = (await this.#regions.find(next))?.parentRegionId ?? null)
      if (next === regionId) return true;
    return false;
  }
}
