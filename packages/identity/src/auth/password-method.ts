// SPDX-License-Identifier: Apache-2.0
import { Unauthorized } from '../errors.js';
import type { Authenticator } from '../users/authenticator.js';
import type { UserClaim } from './auth-request.js';
import type { Established } from './authentication.js';
import type { ClaimLookup } from './lookup.js';

/** A user's password. A user who does not exist takes as long as a wrong password. */
export async function passwordMethod(
  claim: UserClaim | undefined,
  lookup: ClaimLookup,
  authenticator: Authenticator,
): Promise<Established> {
  const password = claim?.password ?? '';
  let account;
  try {
    account = await lookup.user(claim);
  } catch (error) {
    if (error instanceof Unauthorized) return authenticator.refuse(password);
    throw error;
  }
  await authenticator.authenticate(account, password);
  return { userId: account.user.id, methods: ['password'] };
}
