// SPDX-License-Identifier: Apache-2.0

/** Ways of authentication that a token may tell of; a method's place is its bit on the wire, so places never change. */
export const TOKEN_METHODS = [
  'password',
  'token',
  'application_credential',
  'oauth1',
  'ec2credential',
  'external',
] as const;
export type TokenMethod = (typeof TOKEN_METHODS)[number];

export type TokenScope =
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'project'; readonly id: string }
  | { readonly kind: 'domain'; readonly id: string }
  | { readonly kind: 'system' };

/** What a token carries in itself. Names, roles and the catalog are read when it is validated in full. */
export interface TokenPayload {
  readonly userId: string;
  readonly methods: readonly TokenMethod[];
  readonly scope: TokenScope;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Milliseconds since 1970, a whole second. */
  readonly expiresAt: number;
  /** This token's audit id and, when it came of another token, the id of the first in that chain: 22 characters each. */
  readonly auditIds: readonly [string] | readonly [string, string];
  readonly trustId?: string;
  readonly applicationCredentialId?: string;
  readonly accessTokenId?: string;
}
