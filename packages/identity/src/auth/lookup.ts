// SPDX-License-Identifier: Apache-2.0
import type { Domain, Domains } from '../domains/domains.js';
import { expected, isNotFound, Unauthorized } from '../errors.js';
import { hasReservedCharacters } from '../projects/names.js';
import type { Project } from '../projects/project.js';
import type { Projects } from '../projects/projects.js';
import type { UserAccount } from '../users/user.js';
import type { Users } from '../users/users.js';
import type { DomainClaim, ProjectClaim, UserClaim } from './auth-request.js';

/** Finds what an authentication request names. What is not there or disabled is `Unauthorized`, which tells nothing about it. */
export class ClaimLookup {
  readonly #users: Users;
  readonly #projects: Projects;
  readonly #domains: Domains;
  readonly #strictNames: boolean;

  constructor(users: Users, projects: Projects, domains: Domains, strictNames: boolean) {
    this.#users = users;
    this.#projects = projects;
    this.#domains = domains;
    this.#strictNames = strictNames;
  }

  async domain(claim: DomainClaim): Promise<Domain> {
    const { id, name } = claim;
    if (!id && !name) throw expected('id or name', 'domain');
    const domain = await unauthorizedWhenMissing(() =>
      name ? this.#domains.getByName(name) : this.#domains.get(id ?? ''),
    );
    if (!domain.enabled) throw new Unauthorized(`Domain is disabled: ${domain.id}`);
    return domain;
  }

  async project(claim: ProjectClaim): Promise<Project> {
    const { id, name } = claim;
    const project = name
      ? await this.#projectByName(name, claim.domain)
      : await unauthorizedWhenMissing(() => this.#projects.get(id ?? ''));
    if (project.domainId === null) throw new Unauthorized(`Could not find project: ${project.id}.`);
    if (!name) await this.domain({ id: project.domainId });
    if (!project.enabled) throw new Unauthorized(`Project is disabled: ${project.id}`);
    return project;
  }

  async user(claim: UserClaim | undefined): Promise<UserAccount> {
    // Upstream has the method's name in mind and has not got it yet (keystone/auth/plugins/core.py, Zed).
    if (claim === undefined) throw expected('user', 'None');
    const { id, name } = claim;
    if (!id && !name) throw expected('id or name', 'user');
    let account: UserAccount;
    if (name) {
      if (claim.domain === undefined) throw expected('domain', 'user');
      const domain = await this.domain(claim.domain);
      account = await unauthorizedWhenMissing(() => this.#users.accountByName(name, domain.id));
    } else {
      account = await unauthorizedWhenMissing(() => this.#users.account(id ?? ''));
      await this.domain({ id: account.user.domainId });
    }
    if (!account.user.enabled) throw new Unauthorized(`User is disabled: ${account.user.id}`);
    return account;
  }

  async #projectByName(name: string, domain: DomainClaim | undefined): Promise<Project> {
    if (this.#strictNames && hasReservedCharacters(name))
      throw new Unauthorized('Project name cannot contain reserved characters.');
    if (domain === undefined) throw expected('domain', 'project');
    const { id } = await this.domain(domain);
    return unauthorizedWhenMissing(() => this.#projects.getByName(name, id));
  }
}

async function unauthorizedWhenMissing<T>(find: () => Promise<T>): Promise<T> {
  try {
    return await find();
  } catch (error) {
    if (isNotFound(error)) throw new Unauthorized(error.message);
    throw error;
  }
}
