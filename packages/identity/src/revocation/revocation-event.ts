// SPDX-License-Identifier: Apache-2.0

/** A token is revoked when it fits every value that an event gives, and was issued no later than `issuedBefore`. */
export interface RevocationEvent {
  readonly auditId?: string | undefined;
  readonly auditChainId?: string | undefined;
  readonly userId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly domainId?: string | undefined;
  readonly roleId?: string | undefined;
  readonly trustId?: string | undefined;
  readonly consumerId?: string | undefined;
  readonly accessTokenId?: string | undefined;
  /** Milliseconds since 1970. */
  readonly issuedBefore: number;
  readonly expiresAt?: number | undefined;
  readonly revokedAt: number;
}

/** What of a token is compared with events. */
export interface RevocationSubject {
  readonly auditId: string;
  readonly auditChainId: string;
  readonly userId: string;
  readonly projectId?: string | undefined;
  /** Of the scope, of the user and of the project. */
  readonly domainIds: readonly string[];
  readonly trustId?: string | undefined;
  readonly accessTokenId?: string | undefined;
  readonly issuedAt: number;
}

/** The attributes that an event is found by: the one that narrows most. */
export const EVENT_KEYS = [
  'auditId',
  'auditChainId',
  'trustId',
  'accessTokenId',
  'userId',
  'projectId',
  'domainId',
] as const;

/** Values of a token that an event's attribute may have. */
export function valuesOf(token: RevocationSubject, key: (typeof EVENT_KEYS)[number]): readonly string[] {
  if (key === 'domainId') return token.domainIds;
  const value = token[key];
  return value === undefined ? [] : [value];
}

/** Whether an event revokes a token. */
export function revokes(event: RevocationEvent, token: RevocationSubject): boolean {
  if (token.issuedAt > event.issuedBefore) return false;
  return EVENT_KEYS.every((key) => {
    const wanted = event[key];
    return wanted === undefined || valuesOf(token, key).includes(wanted);
  });
}
