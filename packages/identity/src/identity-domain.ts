// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { ApplicationCredentials } from './application-credentials/application-credentials.js';
import { Assignments } from './assignments/assignments.js';
import { Authentication } from './auth/authentication.js';
import { Catalog } from './catalog/catalog.js';
import { Endpoints } from './catalog/endpoints.js';
import { Regions } from './catalog/regions.js';
import { Services } from './catalog/services.js';
import { Changes } from './common/changes.js';
import type { Environment } from './common/environment.js';
import { secretKey } from './common/secret-keys.js';
import { CredentialCipher } from './credentials/credential-cipher.js';
import { Credentials } from './credentials/credentials.js';
import type { IdentityDatabase } from './database/identity-database.js';
import { Ec2Tokens } from './credentials/ec2-tokens.js';
import { DomainConfigs } from './domain-config/domain-configs.js';
import { Domains } from './domains/domains.js';
import { EndpointFilter } from './endpoint-filter/endpoint-filter.js';
import { Groups } from './groups/groups.js';
import { Limits } from './limits/limits.js';
import { RegisteredLimits } from './limits/registered-limits.js';
import { AccessTokens } from './oauth1/access-tokens.js';
import { Consumers } from './oauth1/consumers.js';
import { OAuth1Signatures } from './oauth1/signatures.js';
import { defaultOptions, identityOptions, securityComplianceOptions, tokenOptions } from './options.js';
import { PasswordHasher } from './passwords/password-hash.js';
import { PolicyDocuments } from './policy-documents/policy-documents.js';
import { Projects } from './projects/projects.js';
import { RevocationRepository } from './revocation/revocation-repository.js';
import { Revocations } from './revocation/revocations.js';
import { Roles } from './roles/roles.js';
import { TokenCodec } from './tokens/token-codec.js';
import { TokenResolver } from './tokens/token-resolver.js';
import { TokenView } from './tokens/token-views.js';
import { Tokens } from './tokens/tokens.js';
import { Trusts } from './trusts/trusts.js';
import { Authenticator } from './users/authenticator.js';
import { PasswordPolicy } from './users/password-policy.js';
import { Users } from './users/users.js';

export interface IdentityDomainInit {
  readonly database: IdentityDatabase;
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** Milliseconds since 1970; the clock's by default. */
  readonly now?: () => number;
}

export type IdentityDomain = Awaited<ReturnType<typeof createIdentityDomain>>;

/** The parts of the identity service, put together over its database. */
export async function createIdentityDomain({ database, configuration, logger, now = Date.now }: IdentityDomainInit) {
  const [tokenKey, credentialKey] = [
    await secretKey(database.client, 'token', now),
    await secretKey(database.client, 'credential', now),
  ];
  const { expiration, allow_expired_window: window } = configuration.get(tokenOptions);
  const { max_password_length: longest, password_hash_rounds: rounds } = configuration.get(identityOptions);
  const environment: Environment = {
    database,
    configuration,
    logger,
    now,
    changes: new Changes(database, now),
    revocations: new Revocations({
      repository: new RevocationRepository(database.client),
      now,
      longestLife: (expiration + window) * 1000,
    }),
    hasher: new PasswordHasher(rounds),
  };
  const strict = configuration.get(defaultOptions).strict_password_check;
  const passwords = new PasswordPolicy(configuration.get(securityComplianceOptions), { longest, strict });
  const projects = new Projects(environment);
  const domains = new Domains(environment, projects);
  const roles = new Roles(environment);
  const users = new Users(environment, passwords, projects, domains);
  const authenticator = new Authenticator(environment, passwords, users);
  const groups = new Groups(environment, domains, users);
  const assignments = new Assignments(environment, projects, domains, roles);
  const regions = new Regions(environment);
  const services = new Services(environment);
  const endpoints = new Endpoints(environment, regions, services);
  const endpointFilter = new EndpointFilter(environment);
  const catalog = new Catalog(environment, endpointFilter);
  const applicationCredentials = new ApplicationCredentials(environment, projects, assignments);
  const trusts = new Trusts(environment, users);
  const consumers = new Consumers(environment);
  const accessTokens = new AccessTokens(environment);
  const resolver = new TokenResolver({
    users,
    domains,
    projects,
    roles,
    assignments,
    trusts,
    applicationCredentials,
    accessTokens,
  });
  const tokens = new Tokens(environment, new TokenCodec([tokenKey]), resolver);
  const credentials = new Credentials(environment, new CredentialCipher(credentialKey));
  return {
    environment,
    projects,
    domains,
    roles,
    users,
    authenticator,
    groups,
    assignments,
    regions,
    services,
    endpoints,
    endpointFilter,
    catalog,
    applicationCredentials,
    trusts,
    consumers,
    accessTokens,
    tokens,
    tokenView: new TokenView(catalog, configuration),
    authentication: new Authentication(environment, {
      users,
      projects,
      domains,
      assignments,
      trusts,
      applicationCredentials,
      authenticator,
      tokens,
    }),
    signatures: new OAuth1Signatures(environment, consumers, accessTokens, projects),
    credentials,
    ec2Tokens: new Ec2Tokens(environment, {
      credentials,
      users,
      projects,
      domains,
      trusts,
      applicationCredentials,
      accessTokens,
      tokens,
    }),
    policyDocuments: new PolicyDocuments(environment),
    registeredLimits: new RegisteredLimits(environment, services, regions),
    limits: new Limits(environment, projects),
    domainConfigs: new DomainConfigs(environment),
  };
}
