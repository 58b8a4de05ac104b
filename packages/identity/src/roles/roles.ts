// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import { mergeOptions } from '../common/fields.js';
import { newId } from '../common/identifiers.js';
import { assertDeletable, assertMutable } from '../common/immutable.js';
import type { ListFilter } from '../common/list-filter.js';
import { duplicateName, whenTaken } from '../common/when-taken.js';
import { Forbidden, impliedRoleNotFound, NotFound, notFound, ValidationError } from '../errors.js';
import { assignmentOptions } from '../options.js';
import { InferenceGraph } from './inference.js';
import type { Role, RoleChanges, RoleInference } from './role.js';
import { RoleRepository } from './role-repository.js';

/** Roles and which of them imply others. */
export class Roles {
  readonly #environment: Environment;
  readonly #repository: RoleRepository;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#repository = new RoleRepository(environment.database.client);
  }

  find(id: string): Promise<Role | undefined> {
    return this.#repository.find(id);
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<Role> {
    const role = await this.#repository.find(id);
    if (role === undefined) throw notFound('role', id);
    return role;
  }

  /** The one role of that name. Throws `NotFound`; `ValidationError` where roles of several domains have it. */
  async getUniqueByName(name: string): Promise<Role> {
    const [role, ...others] = await this.#repository.list({ name });
    if (role === undefined) throw new NotFound(`Role ${name} is not defined`, 'role');
    if (others.length > 0)
      throw new ValidationError(
        `There are multiple role entities named '${name}'. Please use ID instead of names to resolve the ambiguity.`,
      );
    return role;
  }

  /** Roles of no domain, unless the filter names one. */
  list(filter: ListFilter): Promise<Role[]> {
    return this.#repository.list({ name: filter.exact('name'), domainId: filter.exact('domain_id') ?? null });
  }

  /** In the order of the ids; ids without a role are left out. */
  async listByIds(ids: readonly string[]): Promise<Role[]> {
    if (ids.length === 0) return [];
    const roles = new Map((await this.#repository.list({ ids })).map((role) => [role.id, role]));
    return ids.flatMap((id) => roles.get(id) ?? []);
  }

  /** Throws `Conflict`. */
  async create(given: RoleChanges & { readonly name: string }, id: string = newId()): Promise<Role> {
    const role: Role = {
      id,
      name: given.name,
      domainId: given.domainId ?? null,
      description: given.description ?? null,
      options: mergeOptions({}, given.options),
      extra: given.extra,
    };
    await whenTaken('role', duplicateName(role.name, role.domainId), () => this.#repository.create(role));
    return role;
  }

  /** Throws `NotFound`, `ValidationError`, `Forbidden`, `Conflict`. */
  async update(id: string, changes: RoleChanges): Promise<Role> {
    const before = await this.get(id);
    const { extra, ...known } = changes;
    assertMutable('role', before, [...Object.keys(known), ...Object.keys(extra)], changes.options);
    if (changes.domainId !== undefined && changes.domainId !== before.domainId)
      throw new ValidationError('Update of `domain_id` is not allowed.');
    const role: Role = {
      ...before,
      name: changes.name ?? before.name,
      description: changes.description === undefined ? before.description : changes.description,
      options: mergeOptions(before.options, changes.options),
      extra: { ...before.extra, ...extra },
    };
    await whenTaken('role', duplicateName(changes.name, changes.domainId), () => this.#repository.update(role));
    await this.#environment.changes.note();
    return role;
  }

  /** With its assignments. Throws `NotFound`, `Forbidden`. */
  async delete(id: string): Promise<void> {
    assertDeletable('role', await this.get(id));
    await this.#repository.delete(id);
    await this.#environment.changes.note();
  }

  // Inference

  async inferenceGraph(): Promise<InferenceGraph> {
    return new InferenceGraph(await this.#repository.inferences());
  }

  /** All rules, or those of one prior role. */
  inferences(priorId?: string): Promise<RoleInference[]> {
    return this.#repository.inferences(priorId);
  }

  /** Throws `NotFound` unless the one implies the other. */
  async assertInference(priorId: string, impliedId: string): Promise<void> {
    await Promise.all([this.get(priorId), this.get(impliedId)]);
    if (!(await this.#repository.hasInference(priorId, impliedId))) throw impliedRoleNotFound(priorId, impliedId);
  }

  /** Throws `NotFound`; `Forbidden` for a role that must not be implied, or not by this one; `Conflict`. */
  async addInference(priorId: string, impliedId: string): Promise<void> {
    const [prior, implied] = await Promise.all([this.get(priorId), this.get(impliedId)]);
    const { prohibited_implied_role: prohibited } = this.#environment.configuration.get(assignmentOptions);
    if (prohibited.includes(implied.name) || (prior.domainId === null && implied.domainId !== null))
      throw new Forbidden(`${impliedId} cannot be an implied roles.`);
    await whenTaken('implied_role', 'Duplicate entry', () => this.#repository.addInference(priorId, impliedId));
    await this.#environment.changes.note();
  }

  /** Throws `NotFound`. */
  async deleteInference(priorId: string, impliedId: string): Promise<void> {
    await Promise.all([this.get(priorId), this.get(impliedId)]);
    if (!(await this.#repository.deleteInference(priorId, impliedId))) throw impliedRoleNotFound(priorId, impliedId);
    await this.#environment.changes.note();
  }
}
