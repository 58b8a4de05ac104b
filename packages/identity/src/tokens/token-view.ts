// SPDX-License-Identifier: Apache-2.0
import type { ValidatedToken } from '@stackport/keystone';
import type { CatalogEntry } from '../catalog/catalog.js';
import { isoTime } from '../common/timestamps.js';
import type { Domain } from '../domains/domains.js';
import type { Project } from '../projects/project.js';
import type { User } from '../users/user.js';
import type { Token } from './token.js';

export interface TokenViewOptions {
  /** Left out: the token is shown without one. */
  readonly catalog?: readonly CatalogEntry[] | undefined;
  /** Name of the project, and of its domain, whose tokens say so. */
  readonly adminProject?: { readonly name: string; readonly domainName: string } | undefined;
}

/** A token as Identity v3 answers it, under `token`. */
export function tokenView(token: Token, { catalog, adminProject }: TokenViewOptions): ValidatedToken {
  const { payload, trust, applicationCredential, accessToken } = token;
  const impersonated = trust?.trust.impersonation === true;
  const view = {
    methods: payload.methods,
    user: impersonated ? userView(trust.trustor, trust.trustorDomain) : userView(token.user, token.userDomain),
    audit_ids: payload.auditIds,
    expires_at: isoTime(new Date(payload.expiresAt)),
    issued_at: isoTime(new Date(Math.floor(payload.issuedAt / 1000) * 1000)),
    ...scopeView(token, adminProject),
    ...(catalog === undefined ? {} : { catalog }),
    ...(accessToken === undefined
      ? {}
      : { 'OS-OAUTH1': { access_token_id: accessToken.id, consumer_id: accessToken.consumerId } }),
    ...(applicationCredential === undefined
      ? {}
      : {
          application_credential: {
            id: applicationCredential.id,
            name: applicationCredential.name,
            restricted: applicationCredential.unrestricted !== true,
            ...(applicationCredential.accessRules.length === 0
              ? {}
              : { access_rules: applicationCredential.accessRules }),
          },
        }),
  };
  // An unscoped token has no roles on the wire; readers of the type take an absent list for an empty one.
  return view as unknown as ValidatedToken;
}

function scopeView(token: Token, adminProject: TokenViewOptions['adminProject']): object {
  const { system, domain, project, projectDomain, roles, trust } = token;
  if (system) return { system: { all: true }, roles };
  if (domain !== undefined) return { domain: reference(domain), roles };
  const trustView =
    trust === undefined
      ? {}
      : {
          'OS-TRUST:trust': {
            id: trust.trust.id,
            trustor_user: { id: trust.trust.trustorUserId },
            trustee_user: { id: trust.trust.trusteeUserId },
            impersonation: trust.trust.impersonation,
          },
        };
  if (project === undefined) return trustView;
  const projectView = {
    domain: projectDomain == null ? { id: null, name: null } : reference(projectDomain),
    ...reference(project),
  };
  if (trust !== undefined) return { ...trustView, project: projectView, roles };
  return {
    project: projectView,
    is_domain: project.isDomain,
    roles,
    ...(adminProject === undefined
      ? {}
      : { is_admin_project: project.name === adminProject.name && projectDomain?.name === adminProject.domainName }),
  };
}

const userView = (user: User, domain: Domain) => ({
  domain: reference(domain),
  id: user.id,
  name: user.name,
  password_expires_at: user.passwordExpiresAt,
});

const reference = ({ id, name }: Project) => ({ id, name });
