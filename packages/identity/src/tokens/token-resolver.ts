// SPDX-License-Identifier: Apache-2.0
import type { ApplicationCredentials } from '../application-credentials/application-credentials.js';
import type { Assignments } from '../assignments/assignments.js';
import type { Domains } from '../domains/domains.js';
import { Forbidden, NotFound, notFound, Unauthorized } from '../errors.js';
import type { AccessTokens } from '../oauth1/access-tokens.js';
import type { Project } from '../projects/project.js';
import type { Projects } from '../projects/projects.js';
import { writeFields } from '../common/fields.js';
import { roleFields, type Role } from '../roles/role.js';
import type { Roles } from '../roles/roles.js';
import type { Trusts } from '../trusts/trusts.js';
import type { Users } from '../users/users.js';
import type { RoleReference, Token } from './token.js';
import type { TokenPayload } from './token-payload.js';

export interface TokenSources {
  readonly users: Users;
  readonly domains: Domains;
  readonly projects: Projects;
  readonly roles: Roles;
  readonly assignments: Assignments;
  readonly trusts: Trusts;
  readonly applicationCredentials: ApplicationCredentials;
  readonly accessTokens: AccessTokens;
}

/** Finds out what a token stands for in this moment, and whether it still stands for anything. */
export class TokenResolver {
  readonly #sources: TokenSources;

  constructor(sources: TokenSources) {
    this.#sources = sources;
  }

  /**
   * Throws `NotFound` for a user, project or domain that is gone or disabled, `Unauthorized` for a scope without a role,
   * `Forbidden` for a trust that does not hold any more.
   */
  async resolve(id: string, payload: TokenPayload): Promise<Token> {
    const [user, scope, applicationCredential, accessToken] = await Promise.all([
      this.#user(payload.userId),
      this.#scope(payload),
      payload.applicationCredentialId === undefined
        ? undefined
        : this.#sources.applicationCredentials.get(payload.applicationCredentialId),
      payload.accessTokenId === undefined ? undefined : this.#sources.accessTokens.get(payload.accessTokenId),
    ]);
    const trust = payload.trustId === undefined ? undefined : await this.#trust(payload.trustId, payload.userId);
    const token: Token = {
      id,
      payload,
      ...user,
      ...scope,
      ...(trust === undefined ? {} : { trust }),
      ...(applicationCredential === undefined ? {} : { applicationCredential }),
      ...(accessToken === undefined ? {} : { accessToken: { id: accessToken.id, consumerId: accessToken.consumerId } }),
      roles: [],
    };
    const roles = await this.#roles(token, accessToken?.roleIds);
    if (payload.scope.kind !== 'unscoped' && roles.length === 0) throw noAccess(payload);
    return { ...token, roles };
  }

  async #user(id: string): Promise<Pick<Token, 'user' | 'userDomain'>> {
    const { user } = await this.#sources.users.account(id);
    const userDomain = await this.#sources.domains.get(user.domainId);
    if (!userDomain.enabled) throw disabled('domain', userDomain.id);
    if (!user.enabled) throw disabled('user', user.id);
    return { user, userDomain };
  }

  async #scope({ scope }: TokenPayload): Promise<Pick<Token, 'project' | 'projectDomain' | 'domain' | 'system'>> {
    if (scope.kind === 'system') return { system: true };
    if (scope.kind === 'domain') {
      const domain = await this.#sources.domains.get(scope.id);
      if (!domain.enabled) throw disabled('domain', domain.id);
      return { system: false, domain };
    }
    if (scope.kind === 'unscoped') return { system: false };
    const project = await this.#sources.projects.get(scope.id);
    const projectDomain = project.domainId === null ? null : await this.#sources.domains.get(project.domainId);
    if (!project.enabled) throw disabled('project', project.id);
    if (projectDomain?.enabled === false) throw disabled('domain', projectDomain.id);
    return { system: false, project, projectDomain };
  }

  async #trust(id: string, userId: string): Promise<NonNullable<Token['trust']>> {
    const trust = await this.#sources.trusts.get(id);
    if (trust.trusteeUserId !== userId) throw new Forbidden(undefined, 'User is not a trustee.');
    const { user: trustor } = await this.#sources.users.account(trust.trustorUserId);
    const trustorDomain = await this.#sources.domains.get(trustor.domainId);
    if (!trustorDomain.enabled) throw new NotFound('Trustor domain is disabled.', 'token');
    if (!trustor.enabled) throw new Forbidden(undefined, 'Trustor is disabled.');
    return { trust, trustor, trustorDomain };
  }

  async #roles(token: Token, accessTokenRoleIds: readonly string[] | undefined): Promise<RoleReference[]> {
    const { assignments } = this.#sources;
    const { user, project, domain, system, trust, applicationCredential } = token;
    if (system) return references(await assignments.rolesOnSystem(user.id));
    if (domain !== undefined) return references(await assignments.rolesOnDomain(user.id, domain.id));
    if (trust !== undefined) return this.#trustRoles(trust.trust, project);
    if (project === undefined) return [];
    const held = await assignments.rolesOnProject(user.id, project);
    if (accessTokenRoleIds !== undefined) {
      const granted = (await this.#sources.roles.inferenceGraph()).expand(accessTokenRoleIds);
      return references(held.filter(({ id }) => granted.includes(id)));
    }
    if (applicationCredential !== undefined)
      return references(held.filter(({ id }) => applicationCredential.roleIds.includes(id)));
    return references(held);
  }

  /** What was delegated, with what follows from it, as long as the first trustor in the chain still has all of it. */
  async #trustRoles(
    trust: NonNullable<Token['trust']>['trust'],
    project: Project | undefined,
  ): Promise<RoleReference[]> {
    if (project === undefined) return [];
    const chain = await this.#sources.trusts.pedigree(trust);
    const origin = chain.at(-1) ?? trust;
    const held = await this.#sources.assignments.rolesOnProject(origin.trustorUserId, project, true);
    const delegated = (await this.#sources.roles.inferenceGraph()).expand(trust.roleIds);
    if (!delegated.every((id) => held.some((role) => role.id === id)))
      throw new Forbidden(undefined, 'Trustee has no delegated roles.');
    // Upstream shows these roles, unlike those of other tokens, in full (keystone/models/token_model.py, Zed).
    return held
      .filter(({ id, domainId }) => domainId === null && delegated.includes(id))
      .map((role) => ({ ...writeFields(role, roleFields), id: role.id, name: role.name }));
  }
}

const references = (roles: readonly Role[]): RoleReference[] => roles.map(({ id, name }) => ({ id, name }));

function disabled(kind: 'user' | 'project' | 'domain', id: string): NotFound {
  return new NotFound(`Unable to validate token because ${kind} ${id} is disabled`, kind);
}

function noAccess({ userId, scope }: TokenPayload): Unauthorized | NotFound {
  switch (scope.kind) {
    case 'system':
      return new Unauthorized(`User ${userId} has no access to the system`);
    case 'unscoped':
      return notFound('token', userId);
    default:
      return new Unauthorized(`User ${userId} has no access to ${scope.kind} ${scope.id}`);
  }
}
