// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import { whenTaken } from '../common/when-taken.js';
import { Forbidden, notFound, ValidationError } from '../errors.js';
import { trustOptions } from '../options.js';
import type { Users } from '../users/users.js';
import { TrustRepository } from './trust-repository.js';
import type { Trust } from './trust.js';

export interface TrustRequest {
  readonly trustorUserId: string;
  readonly trusteeUserId: string;
  readonly projectId: string | null;
  readonly impersonation: boolean;
  readonly expiresAt: Date | null;
  readonly remainingUses: number | null;
  readonly roleIds: readonly string[];
  readonly allowRedelegation: boolean;
  readonly redelegationCount: number | null;
}

const CONSUME_ATTEMPTS = 10;

export class Trusts {
  readonly #environment: Environment;
  readonly #repository: TrustRepository;
  readonly #users: Users;

  constructor(environment: Environment, users: Users) {
    this.#environment = environment;
    this.#repository = new TrustRepository(environment.database.client);
    this.#users = users;
  }

  /** A trust that can be used. Throws `NotFound`; `Forbidden` where the chain it came by does not hold any more. */
  async get(id: string): Promise<Trust> {
    const trust = await this.#usable(id);
    const chain = trust.redelegatedTrustId === null ? [] : await this.pedigree(trust);
    for (const [index, parent] of chain.slice(1).entries()) {
      this.#assertRedelegation(parent, chain[index] as Trust);
      const trustee = await this.#users.account(parent.trusteeUserId).catch(() => undefined);
      if (trustee?.user.enabled !== true) throw new Forbidden('One of the trust agents is disabled or deleted');
    }
    return trust;
  }

  /** The trust, the one it was redelegated from, and so on. */
  async pedigree(trust: Trust): Promise<[Trust, ...Trust[]]> {
    const chain: [Trust, ...Trust[]] = [trust];
    let next = trust.redelegatedTrustId;
    while (next !== null) {
      const parent = await this.#usable(next);
      chain.push(parent);
      next = parent.redelegatedTrustId;
    }
    return chain;
  }

  list(where: { trustorUserId?: string; trusteeUserId?: string } = {}): Promise<Trust[]> {
    return this.#repository.list(where);
  }

  /** @param parent - the trust that is passed on. Throws `Forbidden`, `ValidationError`, `Conflict`. */
  async create(request: TrustRequest, parent?: Trust): Promise<Trust> {
    const { max_redelegation_count: most } = this.#environment.configuration.get(trustOptions);
    const { allowRedelegation, redelegationCount: asked, remainingUses, ...rest } = request;
    const redelegatable = allowRedelegation && asked !== 0;
    if (redelegatable && asked !== null && asked > most)
      throw new Forbidden(`Requested redelegation depth of ${asked} is greater than allowed ${most}`);
    if (redelegatable && remainingUses !== null)
      throw new ValidationError('remaining_uses must not be set if redelegation is allowed');
    let trust: Trust = {
      id: newId(),
      ...rest,
      remainingUses,
      redelegatedTrustId: parent?.id ?? null,
      redelegationCount: redelegatable ? asked : 0,
      deletedAt: null,
    };
    if (parent !== undefined) {
      const left = (parent.redelegationCount ?? 0) - 1;
      if (redelegatable && asked !== null && asked !== left)
        throw new Forbidden(
          'Modifying "redelegation_count" upon redelegation is forbidden. Omitting this parameter is advised.',
        );
      trust = {
        ...trust,
        redelegationCount: trust.redelegationCount ?? left,
        expiresAt: trust.expiresAt ?? parent.expiresAt,
      };
      for (const one of await this.pedigree(parent)) this.#assertRedelegation(one, trust);
    }
    const complete: Trust = { ...trust, redelegationCount: trust.redelegationCount ?? most };
    await whenTaken('trust', 'Duplicate entry', () =>
      this.#environment.database.transaction((tx) => new TrustRepository(tx).create(complete)),
    );
    return complete;
  }

  /** With the trusts that came of it. Throws `NotFound`. */
  async delete(id: string): Promise<void> {
    const trust = await this.#repository.find(id);
    if (trust === undefined) throw notFound('trust', id);
    for (const child of await this.#repository.list({ redelegatedTrustId: id })) await this.delete(child.id);
    await this.#repository.delete(id, new Date(this.#environment.now()));
    await this.#environment.revocations.revoke({ trustId: id });
    await this.#environment.changes.note();
  }

  /** Takes one of the uses of a trust that has a number of them. Throws `Forbidden` where none is left. */
  async consumeUse(id: string): Promise<void> {
    for (let attempt = 0; attempt < CONSUME_ATTEMPTS; attempt += 1) {
      const trust = await this.#repository.find(id);
      if (trust === undefined) throw notFound('trust', id);
      if (trust.remainingUses === null) return;
      if (trust.remainingUses <= 0) break;
      if (await this.#repository.consumeUse(id, trust.remainingUses)) return;
    }
    throw new Forbidden(`No remaining uses for trust: ${id}.`);
  }

  async #usable(id: string): Promise<Trust> {
    const trust = await this.#repository.find(id);
    const over = trust?.expiresAt != null && trust.expiresAt.getTime() < this.#environment.now();
    const used = trust?.remainingUses != null && trust.remainingUses <= 0;
    if (trust === undefined || over || used) throw notFound('trust', id);
    return trust;
  }

  #assertRedelegation(parent: Trust, trust: Trust): void {
    const { max_redelegation_count: most } = this.#environment.configuration.get(trustOptions);
    const depth = parent.redelegationCount ?? 0;
    if (depth <= 0 || depth > most)
      throw new Forbidden(`Remaining redelegation depth of ${depth} out of allowed range of [0..${most}]`);
    if (trust.remainingUses !== null)
      throw new Forbidden(
        `Field "remaining_uses" is set to ${trust.remainingUses} while it must not be set in order to redelegate a trust`,
      );
    if (trust.expiresAt !== null && parent.expiresAt !== null && parent.expiresAt < trust.expiresAt)
      throw new Forbidden('Requested expiration time is more than redelegated trust can provide');
    if (!trust.roleIds.every((id) => parent.roleIds.includes(id)))
      throw new Forbidden('Some of requested roles are not in redelegated trust');
    if (!parent.impersonation && trust.impersonation)
      throw new Forbidden(
        `Impersonation is not allowed because redelegated trust does not specify impersonation. Redelegated trust id: ${parent.id}`,
      );
  }
}
