// SPDX-License-Identifier: Apache-2.0
import type { ApplicationCredentials } from '../application-credentials/application-credentials.js';
import type { Environment } from '../common/environment.js';
import type { Domains } from '../domains/domains.js';
import { Unauthorized } from '../errors.js';
import type { AccessTokens } from '../oauth1/access-tokens.js';
import { credentialOptions } from '../options.js';
import type { Projects } from '../projects/projects.js';
import type { Token } from '../tokens/token.js';
import type { Tokens } from '../tokens/tokens.js';
import type { Trusts } from '../trusts/trusts.js';
import type { Users } from '../users/users.js';
import { Credentials, parseEc2Blob } from './credentials.js';

export interface Ec2TokenParts {
  readonly credentials: Credentials;
  readonly users: Users;
  readonly projects: Projects;
  readonly domains: Domains;
  readonly trusts: Trusts;
  readonly applicationCredentials: ApplicationCredentials;
  readonly accessTokens: AccessTokens;
  readonly tokens: Tokens;
}

/** Tokens for requests that are signed with an EC2 key pair. */
export class Ec2Tokens {
  readonly #environment: Environment;
  readonly #parts: Ec2TokenParts;

  constructor(environment: Environment, parts: Ec2TokenParts) {
    this.#environment = environment;
    this.#parts = parts;
  }

  /**
   * @param isSigned - whether the request is signed with a secret.
   * @param timestamp - when it was signed, if it says so.
   * @throws NotFound for a key that does not exist; Unauthorized.
   */
  async issue(
    access: string | undefined,
    timestamp: string | undefined,
    isSigned: (secret: string) => boolean,
  ): Promise<Token> {
    if (access === undefined) throw new Unauthorized('EC2 Signature not supplied');
    const credential = await this.#parts.credentials.get(Credentials.ec2Id(access));
    if (credential.type !== 'ec2') throw new Unauthorized('EC2 access key not found.');
    const blob = parseEc2Blob(credential.blob) as Record<string, string | null | undefined>;
    if (!isSigned(blob.secret ?? '')) throw new Unauthorized('Invalid EC2 signature.');
    await this.#assertEnabled(credential.userId, credential.projectId ?? '');
    this.#assertFresh(timestamp);
    const binding = await this.#binding(blob, credential.projectId ?? '');
    return this.#parts.tokens.issue({
      userId: binding.userId ?? credential.userId,
      methods: ['ec2credential'],
      scope: { kind: 'project', id: credential.projectId ?? '' },
      ...binding.request,
    });
  }

  async #assertEnabled(userId: string, projectId: string): Promise<void> {
    const project = await this.#parts.projects.get(projectId);
    const { user } = await this.#parts.users.account(userId);
    const domains = await this.#parts.domains.listByIds([user.domainId, project.domainId ?? user.domainId]);
    if (!user.enabled || !project.enabled || domains.some((domain) => !domain.enabled))
      throw new Unauthorized(`User ${userId}, project ${projectId} or a domain of theirs is disabled`);
  }

  /** What the credential was made with is what the token is good for. */
  async #binding(blob: Record<string, string | null | undefined>, projectId: string) {
    const { trust_id: trustId, app_cred_id: applicationCredentialId, access_token_id: accessTokenId } = blob;
    if (trustId != null) {
      const trust = await this.#parts.trusts.get(trustId);
      return { userId: trust.impersonation ? trust.trusteeUserId : undefined, request: { trustId } };
    }
    if (applicationCredentialId != null) {
      const { projectId: own } = await this.#parts.applicationCredentials.get(applicationCredentialId);
      if (own !== projectId)
        throw new Unauthorized('EC2 credential project does not match the application credential project.');
      return { userId: undefined, request: { applicationCredentialId } };
    }
    if (accessTokenId != null) {
      const { projectId: own } = await this.#parts.accessTokens.get(accessTokenId);
      if (own !== projectId)
        throw new Unauthorized('EC2 credential project does not match the OAuth1 access token project.');
      return { userId: undefined, request: { accessTokenId } };
    }
    return { userId: undefined, request: {} };
  }

  #assertFresh(timestamp: string | undefined): void {
    if (timestamp === undefined) return;
    // `20260131T120000Z` is a form of ISO 8601 that Date does not read.
    const text = timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/, '$1-$2-$3T$4:$5:$6Z');
    const time = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
    if (Number.isNaN(time)) throw new Unauthorized(`Credential timestamp is invalid: ${timestamp}`);
    const { auth_ttl: minutes } = this.#environment.configuration.get(credentialOptions);
    if (this.#environment.now() > time + minutes * 60_000) throw new Unauthorized('Credential is expired');
  }
}
