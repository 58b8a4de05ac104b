// SPDX-License-Identifier: Apache-2.0

export interface DomainReference {
  readonly id: string;
  readonly name: string;
}

export interface UserReference {
  readonly id: string;
  readonly name: string;
  readonly domain: DomainReference;
  readonly password_expires_at?: string | null;
}

export interface ProjectReference {
  readonly id: string;
  readonly name: string;
  readonly domain: DomainReference;
}

export interface RoleReference {
  readonly id: string;
  readonly name: string;
}

export interface CatalogEndpoint {
  readonly id?: string;
  readonly interface: string;
  readonly region?: string | null;
  readonly region_id?: string | null;
  readonly url: string;
}

/** A service of the v3 catalog. */
export interface CatalogService {
  readonly id?: string;
  readonly type: string;
  readonly name?: string;
  readonly endpoints: readonly CatalogEndpoint[];
}

/** A request that a restricted application credential may make. */
export interface AccessRule {
  readonly id?: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
}

export interface ApplicationCredentialReference {
  readonly id: string;
  readonly name: string;
  readonly restricted: boolean;
  readonly access_rules?: readonly AccessRule[];
}

export interface TrustReference {
  readonly id: string;
  readonly impersonation: boolean;
  readonly trustor_user: { readonly id: string };
  readonly trustee_user: { readonly id: string };
}

/** What stands under `token` in the answer of `GET /v3/auth/tokens`. Times are ISO 8601. */
export interface ValidatedToken {
  readonly methods: readonly string[];
  readonly user: UserReference;
  /** At most one of project, domain and system: none in an unscoped token. */
  readonly project?: ProjectReference;
  readonly domain?: DomainReference;
  readonly system?: { readonly all?: boolean };
  readonly roles: readonly RoleReference[];
  readonly catalog?: readonly CatalogService[];
  readonly expires_at: string;
  readonly issued_at: string;
  readonly audit_ids: readonly string[];
  readonly is_domain?: boolean;
  readonly is_admin_project?: boolean;
  readonly application_credential?: ApplicationCredentialReference;
  readonly 'OS-TRUST:trust'?: TrustReference;
}

export interface ValidateOptions {
  /** Accepts a token whose time is over, but which was not revoked: for requests that carry a service token. */
  readonly allowExpired?: boolean;
}

/**
 * The port through which authtoken asks about tokens: over HTTP (`HttpTokenValidator`), or within the process.
 * An implementation answers with one and the same object for a token as long as nothing about it changes: what is
 * derived from it (headers, the catalog's text) is kept by object.
 */
export interface TokenValidator {
  /**
   * @returns undefined for a token that is not valid.
   * @throws KeystoneUnavailable when nobody can tell.
   */
  validate(token: string, options?: ValidateOptions): Promise<ValidatedToken | undefined>;
}

/** End of the token's life, in milliseconds since the epoch. */
export function expiryOf(token: Pick<ValidatedToken, 'expires_at'>): number {
  return Date.parse(token.expires_at);
}

/**
 * The token in the body of Keystone's answer (`{"token": {…}}`).
 * @throws TypeError for a body that is no such document.
 */
export function parseTokenDocument(text: string): ValidatedToken {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new TypeError('The identity service did not answer with JSON', { cause: error });
  }
  const token = (document as { token?: unknown } | null)?.token as Partial<ValidatedToken> | null | undefined;
  if (typeof token !== 'object' || token === null) throw new TypeError('The answer holds no token');
  if (typeof token.user?.id !== 'string') throw new TypeError('The token names no user');
  if (typeof token.expires_at !== 'string' || Number.isNaN(Date.parse(token.expires_at)))
    throw new TypeError('The token has no time of expiry');
  // A token without a scope has no roles, and with ?nocatalog no catalog.
  return { ...(token as ValidatedToken), roles: Array.isArray(token.roles) ? token.roles : [] };
}
