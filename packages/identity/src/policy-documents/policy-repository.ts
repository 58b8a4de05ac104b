// SPDX-License-Identifier: Apache-2.0
import { newId } from '../common/identifiers.js';
import { parseObject, printObject } from '../common/fields.js';
import type { Client } from '../database/identity-database.js';
import type { Policy as Row } from '../generated/mysql/client.js';
import type { PolicyDocument, PolicyPlace } from './policy-document.js';

export class PolicyRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(id: string): Promise<PolicyDocument | undefined> {
    const row = await this.#client.policy.findUnique({ where: { id } });
    return row === null ? undefined : toPolicy(row);
  }

  async list(type?: string): Promise<PolicyDocument[]> {
    const where = type === undefined ? {} : { type };
    return (await this.#client.policy.findMany({ where, orderBy: { id: 'asc' } })).map(toPolicy);
  }

  async create({ extra, ...policy }: PolicyDocument): Promise<void> {
    await this.#client.policy.create({ data: { ...policy, extra: printObject(extra) } });
  }

  async update({ id, extra, ...policy }: PolicyDocument): Promise<void> {
    await this.#client.policy.update({ where: { id }, data: { ...policy, extra: printObject(extra) } });
  }

  /** With its associations. */
  async delete(id: string): Promise<void> {
    await this.#client.policy.delete({ where: { id } });
  }

  /** The policy that holds for just this place. */
  async policyIdAt(place: PolicyPlace): Promise<string | undefined> {
    return (await this.#client.policyAssociation.findFirst({ where: whole(place) }))?.policyId;
  }

  async placesOf(policyId: string): Promise<PolicyPlace[]> {
    const rows = await this.#client.policyAssociation.findMany({ where: { policyId }, orderBy: { id: 'asc' } });
    return rows.map(({ endpointId, serviceId, regionId }) => ({
      ...(endpointId === null ? {} : { endpointId }),
      ...(serviceId === null ? {} : { serviceId }),
      ...(regionId === null ? {} : { regionId }),
    }));
  }

  /** A place has one policy: another one's association is taken over. */
  async associate(policyId: string, place: PolicyPlace): Promise<void> {
    const { count } = await this.#client.policyAssociation.updateMany({ where: whole(place), data: { policyId } });
    if (count === 0) await this.#client.policyAssociation.create({ data: { id: newId(), policyId, ...whole(place) } });
  }

  /** Whether there was such an association. */
  async dissociate(policyId: string, place: PolicyPlace): Promise<boolean> {
    return (await this.#client.policyAssociation.deleteMany({ where: { policyId, ...whole(place) } })).count > 0;
  }
}

function toPolicy({ extra, ...row }: Row): PolicyDocument {
  return { ...row, extra: parseObject(extra) };
}

const whole = ({ endpointId, serviceId, regionId }: PolicyPlace) => ({
  endpointId: endpointId ?? null,
  serviceId: serviceId ?? null,
  regionId: regionId ?? null,
});
