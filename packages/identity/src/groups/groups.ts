// SPDX-License-Identifier: Apache-2.0
import { AssignmentRepository } from '../assignments/assignment-repository.js';
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import type { ListFilter } from '../common/list-filter.js';
import { duplicateName, whenTaken } from '../common/when-taken.js';
import type { Domains } from '../domains/domains.js';
import { NotFound, notFound, ValidationError } from '../errors.js';
import type { User } from '../users/user.js';
import type { Users } from '../users/users.js';
import type { Group, GroupChanges } from './group.js';
import { GroupRepository } from './group-repository.js';

/** Groups and who is in them. */
export class Groups {
  readonly #environment: Environment;
  readonly #repository: GroupRepository;
  readonly #domains: Domains;
  readonly #users: Users;

  constructor(environment: Environment, domains: Domains, users: Users) {
    this.#environment = environment;
    this.#repository = new GroupRepository(environment.database.client);
    this.#domains = domains;
    this.#users = users;
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<Group> {
    const group = await this.#repository.find(id);
    if (group === undefined) throw notFound('group', id);
    return group;
  }

  list(filter: ListFilter, domainId?: string): Promise<Group[]> {
    return this.#repository.list({ domainId: domainId ?? filter.exact('domain_id'), name: filter.exact('name') });
  }

  listByIds(ids: readonly string[]): Promise<Group[]> {
    return this.#repository.list({ ids });
  }

  /** Throws `NotFound` for the domain, `Conflict`. */
  async create(given: GroupChanges & { readonly name: string; readonly domainId: string }): Promise<Group> {
    await this.#domains.get(given.domainId);
    const description = given.description === undefined ? '' : given.description;
    const group: Group = {
      id: newId(),
      name: given.name.trim(),
      domainId: given.domainId,
      description,
      extra: given.extra,
    };
    await whenTaken('group', duplicateName(group.name, group.domainId), () => this.#repository.create(group));
    return group;
  }

  /** Throws `NotFound`, `ValidationError`, `Conflict`. */
  async update(id: string, changes: GroupChanges): Promise<Group> {
    const before = await this.get(id);
    if (changes.domainId !== undefined && changes.domainId !== before.domainId)
      throw new ValidationError('Cannot change Domain ID');
    const group: Group = {
      ...before,
      name: changes.name?.trim() ?? before.name,
      description: changes.description === undefined ? before.description : changes.description,
      extra: { ...before.extra, ...changes.extra },
    };
    await whenTaken('group', duplicateName(changes.name, changes.domainId), () => this.#repository.update(group));
    return group;
  }

  /** Throws `NotFound`. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.#environment.database.transaction(async (tx) => {
      await new AssignmentRepository(tx).deleteOfActor('group', id);
      await new GroupRepository(tx).delete(id);
    });
    await this.#environment.changes.note();
  }

  /** Throws `NotFound` for either. */
  async addMember(groupId: string, userId: string): Promise<void> {
    await Promise.all([this.get(groupId), this.#users.get(userId)]);
    await this.#repository.addMember(groupId, userId);
    await this.#environment.changes.note();
  }

  /** The user's tokens are revoked: they may hold roles of the group. Throws `NotFound`. */
  async removeMember(groupId: string, userId: string): Promise<void> {
    await Promise.all([this.get(groupId), this.#users.get(userId)]);
    if (!(await this.#repository.removeMember(groupId, userId))) throw noMember(userId, groupId);
    await this.#environment.revocations.revoke({ userId });
    await this.#environment.changes.note();
  }

  /** Throws `NotFound` for either, and for a user who is not in the group. */
  async assertMember(groupId: string, userId: string): Promise<void> {
    await Promise.all([this.get(groupId), this.#users.get(userId)]);
    if (!(await this.#repository.isMember(groupId, userId))) throw noMember(userId, groupId);
  }

  /** Throws `NotFound` for the group. */
  async members(groupId: string): Promise<User[]> {
    await this.get(groupId);
    const members = await this.#repository.userIdsIn([groupId]);
    return this.#users.listByIds(members.map(({ userId }) => userId));
  }

  /** Throws `NotFound` for the user. */
  async ofUser(userId: string, name?: string): Promise<Group[]> {
    await this.#users.get(userId);
    return this.#repository.list({ userId, name });
  }
}

const noMember = (userId: string, groupId: string) =>
  new NotFound(`User '${userId}' not found in group '${groupId}'`, 'membership');
