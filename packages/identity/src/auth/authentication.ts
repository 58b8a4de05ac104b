// SPDX-License-Identifier: Apache-2.0
import type { ApplicationCredentials } from '../application-credentials/application-credentials.js';
import type { Assignments } from '../assignments/assignments.js';
import type { Environment } from '../common/environment.js';
import type { Domains } from '../domains/domains.js';
import { applicationCredentialAuthError, expected, isNotFound, Unauthorized, unsupportedMethod } from '../errors.js';
import type { Projects } from '../projects/projects.js';
import { resourceOptions } from '../options.js';
import { TOKEN_METHODS, type TokenMethod, type TokenScope } from '../tokens/token-payload.js';
import type { Token } from '../tokens/token.js';
import type { Tokens } from '../tokens/tokens.js';
import type { Trust } from '../trusts/trust.js';
import type { Trusts } from '../trusts/trusts.js';
import type { Authenticator } from '../users/authenticator.js';
import type { Users } from '../users/users.js';
import { applicationCredentialMethod } from './application-credential-method.js';
import type { AuthRequest, ScopeRequest } from './auth-request.js';
import { ClaimLookup } from './lookup.js';
import { satisfiesFactorRules } from './factor-rules.js';
import { passwordMethod } from './password-method.js';
import { tokenMethod } from './token-method.js';

/** What a method established; the last one's user counts, as upstream has it. */
export interface Established {
  readonly userId: string;
  readonly methods: readonly TokenMethod[];
  /** Milliseconds since 1970: a token made with a token lives no longer. */
  readonly expiresAt?: number;
  readonly parentAuditId?: string;
  readonly applicationCredentialId?: string;
  readonly accessTokenId?: string;
  /** The one scope that is possible with it. */
  readonly scope?: TokenScope;
}

/** An authentication method of an extension: `oauth1`, whose proof is in the request's headers. */
export type ExternalMethod = () => Promise<Established>;

export interface AuthenticationParts {
  readonly users: Users;
  readonly projects: Projects;
  readonly domains: Domains;
  readonly assignments: Assignments;
  readonly trusts: Trusts;
  readonly applicationCredentials: ApplicationCredentials;
  readonly authenticator: Authenticator;
  readonly tokens: Tokens;
}

interface Scope {
  readonly scope: TokenScope;
  readonly trust?: Trust;
}

/** `POST /v3/auth/tokens`: from what somebody claims to be to a token. */
export class Authentication {
  readonly #environment: Environment;
  readonly #parts: AuthenticationParts;

  constructor(environment: Environment, parts: AuthenticationParts) {
    this.#environment = environment;
    this.#parts = parts;
  }

  /** Throws `ValidationError` for a request that lacks something, `Unauthorized`, `Forbidden`. */
  async authenticate(request: AuthRequest, external: Readonly<Record<string, ExternalMethod>> = {}): Promise<Token> {
    const methods = [...new Set(request.identity.methods)];
    for (const method of methods) if (!(method in request.identity)) throw expected(method, 'identity');
    const supported = ['password', 'token', ...Object.keys(external), 'application_credential'];
    if (!methods.every((method) => supported.includes(method))) throw unsupportedMethod(supported);
    const lookup = this.#lookup();
    const requested = await this.#requestedScope(request, lookup);
    const established = await this.#establish(methods, request, lookup, external);
    const scope = await this.#withDefault(
      established.scope === undefined ? requested : { scope: established.scope },
      established.userId,
      request,
    );
    await this.#assertFactors(established);
    try {
      const { userId, expiresAt, parentAuditId, applicationCredentialId, accessTokenId } = established;
      const token = await this.#parts.tokens.issue({
        userId,
        methods: TOKEN_METHODS.filter((method) => established.methods.includes(method)),
        scope: scope.scope,
        ...(scope.trust === undefined ? {} : { trustId: scope.trust.id }),
        ...(applicationCredentialId === undefined ? {} : { applicationCredentialId }),
        ...(accessTokenId === undefined ? {} : { accessTokenId }),
        expiresAt,
        parentAuditId,
      });
      if (scope.trust !== undefined) await this.#parts.trusts.consumeUse(scope.trust.id);
      return token;
    } catch (error) {
      // What the token would stand for is not to be had: upstream does not say what of it.
      if (isNotFound(error)) throw new Unauthorized(error.message);
      throw error;
    }
  }

  #lookup(): ClaimLookup {
    const { users, projects, domains } = this.#parts;
    const strict = this.#environment.configuration.get(resourceOptions).project_name_url_safe === 'strict';
    return new ClaimLookup(users, projects, domains, strict);
  }

  async #establish(
    methods: readonly string[],
    { identity, scope }: AuthRequest,
    lookup: ClaimLookup,
    external: Readonly<Record<string, ExternalMethod>>,
  ): Promise<Established> {
    let established: Established | undefined;
    for (const method of methods) {
      const result = await this.#run(method, { identity, ...(scope === undefined ? {} : { scope }) }, lookup, external);
      established = { ...established, ...result, methods: [...(established?.methods ?? []), ...result.methods] };
    }
    if (established === undefined) throw new Unauthorized('User not found by auth plugin; authentication failed');
    return established;
  }

  #run(
    method: string,
    request: AuthRequest,
    lookup: ClaimLookup,
    external: Readonly<Record<string, ExternalMethod>>,
  ): Promise<Established> {
    const { authenticator, applicationCredentials } = this.#parts;
    const { identity } = request;
    switch (method) {
      case 'password':
        return passwordMethod(identity.password?.user, lookup, authenticator);
      case 'token':
        return tokenMethod(request, this.#parts.tokens, this.#environment.configuration);
      case 'application_credential':
        return applicationCredentialMethod(identity.application_credential ?? {}, lookup, applicationCredentials);
      default: {
        const run = external[method];
        if (run === undefined) throw unsupportedMethod([]);
        return run();
      }
    }
  }

  async #requestedScope({ identity, scope }: AuthRequest, lookup: ClaimLookup): Promise<Scope | undefined> {
    if (identity.methods.includes('application_credential')) {
      if (scope !== undefined) throw applicationCredentialAuthError('Application credentials cannot request a scope.');
      return undefined;
    }
    if (scope === undefined) return undefined;
    if (typeof scope === 'string') {
      if (scope === 'unscoped') return { scope: { kind: 'unscoped' } };
      throw expected(SCOPE_KINDS_TEXT, 'scope');
    }
    if (SCOPE_KINDS.filter((kind) => kind in scope).length !== 1) throw expected(SCOPE_KINDS_TEXT, 'scope');
    return this.#scopeOf(scope, lookup);
  }

  async #scopeOf(scope: ScopeRequest, lookup: ClaimLookup): Promise<Scope> {
    if ('system' in scope) return { scope: { kind: 'system' } };
    if ('unscoped' in scope) return { scope: { kind: 'unscoped' } };
    if (scope.project !== undefined)
      return { scope: { kind: 'project', id: (await lookup.project(scope.project)).id } };
    if (scope.domain !== undefined) return { scope: { kind: 'domain', id: (await lookup.domain(scope.domain)).id } };
    const trustId = scope['OS-TRUST:trust']?.id;
    if (trustId === undefined || trustId === '') throw expected('trust_id', 'trust');
    let trust: Trust;
    try {
      trust = await this.#parts.trusts.get(trustId);
    } catch (error) {
      if (isNotFound(error)) throw new Unauthorized(error.message);
      throw error;
    }
    if (trust.projectId === null) return { scope: { kind: 'unscoped' }, trust };
    return { scope: { kind: 'project', id: (await lookup.project({ id: trust.projectId })).id }, trust };
  }

  /** A request without a scope gets the user's default project, if it is enabled and the user has a role there. */
  async #withDefault(scope: Scope | undefined, userId: string, request: AuthRequest): Promise<Scope> {
    if (scope !== undefined) return scope;
    const unscoped: Scope = { scope: { kind: 'unscoped' } };
    if (request.identity.methods.includes('application_credential')) return unscoped;
    const { users, projects, domains, assignments } = this.#parts;
    const { defaultProjectId } = await users.get(userId);
    if (defaultProjectId === undefined) return unscoped;
    const project = await projects.find(defaultProjectId);
    if (project === undefined || !project.enabled || project.domainId === null) return unscoped;
    if (!(await domains.get(project.domainId)).enabled) return unscoped;
    if ((await assignments.rolesOnProject(userId, project)).length === 0) return unscoped;
    return { scope: { kind: 'project', id: project.id } };
  }

  async #assertFactors({ userId, methods }: Established): Promise<void> {
    const { options } = await this.#parts.users.get(userId);
    if (!satisfiesFactorRules(options, methods))
      throw new Unauthorized(
        `Methods ${methods.join(',')} do not satisfy the rules of user ${userId}`,
        `Insufficient auth methods received for ${userId}. Auth Methods Provided: [${methods.join(',')}].`,
      );
  }
}

const SCOPE_KINDS = ['project', 'domain', 'unscoped', 'system', 'OS-TRUST:trust'] as const;
const SCOPE_KINDS_TEXT = 'system, project, domain, OS-TRUST:trust or unscoped';
