// SPDX-License-Identifier: Apache-2.0
import { isoTime } from '../../common/timestamps.js';

/** A token with its secret, in the form in which OAuth 1.0 answers. */
export function tokenForm({
  id,
  secret,
  expiresAt,
}: {
  readonly id: string;
  readonly secret: string;
  readonly expiresAt: Date | null;
}): string {
  const expiry =
    expiresAt === null ? '' : `&oauth_expires_at=${isoTime(new Date(Math.floor(expiresAt.getTime() / 1000) * 1000))}`;
  return `oauth_token=${id}&oauth_token_secret=${secret}${expiry}`;
}

export const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' } as const;
