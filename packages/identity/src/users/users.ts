// SPDX-License-Identifier: Apache-2.0
import { AssignmentRepository } from '../assignments/assignment-repository.js';
import type { Environment } from '../common/environment.js';
import { mergeOptions } from '../common/fields.js';
import { newId } from '../common/identifiers.js';
import type { ListFilter } from '../common/list-filter.js';
import { duplicateName, whenTaken } from '../common/when-taken.js';
import type { Domains } from '../domains/domains.js';
import { notFound, ValidationError } from '../errors.js';
import type { Projects } from '../projects/projects.js';
import { TrustRepository } from '../trusts/trust-repository.js';
import type { PasswordPolicy } from './password-policy.js';
import type { User, UserAccount, UserChanges } from './user.js';
import { UserRepository } from './user-repository.js';

/** Users as administrators see them. What users do with their passwords is in `Authenticator`. */
export class Users {
  readonly #environment: Environment;
  readonly #repository: UserRepository;
  readonly #policy: PasswordPolicy;
  readonly #projects: Projects;
  readonly #domains: Domains;

  constructor(environment: Environment, policy: PasswordPolicy, projects: Projects, domains: Domains) {
    this.#environment = environment;
    this.#repository = new UserRepository(environment.database.client);
    this.#policy = policy;
    this.#projects = projects;
    this.#domains = domains;
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<User> {
    return (await this.account(id)).user;
  }

  /** The user with what the API does not show. Throws `NotFound`. */
  async account(id: string): Promise<UserAccount> {
    return this.#withActivity(await this.#repository.find(id), id);
  }

  /** Throws `NotFound` with the name in place of the id. */
  async accountByName(name: string, domainId: string): Promise<UserAccount> {
    return this.#withActivity(await this.#repository.findByName(name, domainId), name);
  }

  /** Those that the filter's exact conditions leave, and of a domain where one is given. */
  async list(filter: ListFilter, domainId?: string): Promise<User[]> {
    return this.#repository.list({
      domainId: domainId ?? filter.exact('domain_id'),
      name: filter.exact('name'),
      enabled: filter.exactBoolean('enabled'),
    });
  }

  listByIds(ids: readonly string[]): Promise<User[]> {
    return this.#repository.list({ ids });
  }

  /** Throws `NotFound` for the domain, `ValidationError` for a password that does not do, `Conflict` for a name that is taken. */
  async create(given: UserChanges & { readonly name: string; readonly domainId: string }): Promise<User> {
    const { password } = given;
    if (password !== undefined) this.#policy.matchRequirements(password);
    await this.#domains.get(given.domainId);
    await this.#assertNoDomain(given.defaultProjectId);
    const user: User = {
      id: newId(),
      name: given.name.trim(),
      domainId: given.domainId,
      enabled: given.enabled ?? true,
      ...(given.defaultProjectId == null ? {} : { defaultProjectId: given.defaultProjectId }),
      options: mergeOptions({}, given.options),
      extra: given.extra,
      passwordExpiresAt: null,
    };
    const hash =
      typeof password === 'string' ? await this.#environment.hasher.hash(this.#policy.cut(password)) : undefined;
    const createdAt = new Date(this.#environment.now());
    await whenTaken('user', duplicateName(user.name, user.domainId), () =>
      this.#environment.database.transaction(async (tx) => {
        const repository = new UserRepository(tx);
        await repository.create(user, createdAt);
        if (hash !== undefined) await repository.addPassword(user.id, this.#newPassword(hash, createdAt, user), 0);
      }),
    );
    return this.get(user.id);
  }

  /** Disabling a user and setting a password revoke the tokens the user has. Throws as `create`. */
  async update(id: string, changes: UserChanges): Promise<User> {
    const before = await this.get(id);
    const { password } = changes;
    if (changes.domainId !== undefined && changes.domainId !== before.domainId)
      throw new ValidationError('Cannot change Domain ID');
    if (password !== undefined) this.#policy.matchRequirements(password);
    await this.#assertNoDomain(changes.defaultProjectId);
    const defaultProjectId =
      changes.defaultProjectId === undefined ? before.defaultProjectId : (changes.defaultProjectId ?? undefined);
    const user: User = {
      ...before,
      name: changes.name?.trim() ?? before.name,
      enabled: changes.enabled ?? before.enabled,
      defaultProjectId,
      options: mergeOptions(before.options, changes.options),
      extra: { ...before.extra, ...changes.extra },
    };
    const hash =
      typeof password === 'string' ? await this.#environment.hasher.hash(this.#policy.cut(password)) : undefined;
    const now = new Date(this.#environment.now());
    await whenTaken('user', duplicateName(changes.name, changes.domainId), () =>
      this.#environment.database.transaction(async (tx) => {
        const repository = new UserRepository(tx);
        await repository.update(user);
        // An administrator who enables an account unlocks it, too.
        if (changes.enabled === true) await repository.setFailures(id, 0, null);
        if (changes.enabled === true && this.#policy.watchesActivity) await repository.setLastActive(id, now);
        if (password === null) await repository.deletePasswords(id);
        if (hash !== undefined)
          await repository.addPassword(id, this.#newPassword(hash, now, user), this.#policy.history);
      }),
    );
    if (hash !== undefined || (changes.enabled === false && before.enabled))
      await this.#environment.revocations.revoke({ userId: id });
    await this.#environment.changes.note();
    return this.get(id);
  }

  /** The user's assignments, credentials and trusts go, too. Throws `NotFound`. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    const now = new Date(this.#environment.now());
    await this.#environment.database.transaction(async (tx) => {
      await new AssignmentRepository(tx).deleteOfActor('user', id);
      await new TrustRepository(tx).deleteOfUser(id, now);
      await new UserRepository(tx).delete(id);
    });
    await this.#environment.revocations.revoke({ userId: id });
    await this.#environment.changes.note();
  }

  #newPassword(hash: string, createdAt: Date, user: User) {
    const mustChange = this.#policy.mustChangeFirst && user.options.ignore_change_password_upon_first_use !== true;
    const exempt = user.options.ignore_password_expiry === true;
    return {
      hash,
      createdAt,
      expiresAt: mustChange ? createdAt : this.#policy.expiryOf(createdAt, exempt),
      selfService: false,
    };
  }

  async #assertNoDomain(projectId: string | null | undefined): Promise<void> {
    if (projectId == null) return;
    const project = await this.#projects.find(projectId);
    if (project?.isDomain === true)
      throw new ValidationError(`User's default project ID cannot be a domain ID: ${projectId}`);
  }

  /** An account that nobody used for long enough counts as disabled. */
  #withActivity(account: UserAccount | undefined, wanted: string): UserAccount {
    if (account === undefined) throw notFound('user', wanted);
    const { user } = account;
    if (!user.enabled || !this.#policy.watchesActivity || user.options.ignore_user_inactivity === true) return account;
    if (!this.#policy.isForgotten(account.lastActiveAt ?? account.createdAt, this.#environment.now())) return account;
    return { ...account, user: { ...user, enabled: false } };
  }
}
