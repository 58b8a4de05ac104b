// SPDX-License-Identifier: Apache-2.0

/** Names a domain; a name goes before an id. */
export interface DomainClaim {
  readonly id?: string;
  readonly name?: string;
}

export interface UserClaim {
  readonly id?: string;
  readonly name?: string;
  readonly domain?: DomainClaim;
  readonly password?: string;
}

export interface ProjectClaim {
  readonly id?: string;
  readonly name?: string;
  readonly domain?: DomainClaim;
}

export interface ApplicationCredentialClaim {
  readonly id?: string;
  readonly name?: string;
  readonly secret?: string;
  readonly user?: UserClaim;
}

export interface ScopeRequest {
  readonly project?: ProjectClaim;
  readonly domain?: DomainClaim;
  readonly system?: { readonly all?: boolean };
  readonly unscoped?: unknown;
  readonly 'OS-TRUST:trust'?: { readonly id?: string };
}

/** What stands under `auth` in `POST /v3/auth/tokens`; its types were checked, what has to be there was not. */
export interface AuthRequest {
  readonly identity: {
    readonly methods: readonly string[];
    readonly password?: { readonly user?: UserClaim };
    readonly token?: { readonly id?: string };
    readonly application_credential?: ApplicationCredentialClaim;
    readonly oauth1?: unknown;
    readonly [method: string]: unknown;
  };
  /** `"unscoped"`, or an object. */
  readonly scope?: ScopeRequest | string;
}
