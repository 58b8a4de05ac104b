// SPDX-License-Identifier: Apache-2.0
import type { ApplicationCredential } from '../application-credentials/application-credential.js';
import type { ApplicationCredentials } from '../application-credentials/application-credentials.js';
import { expected, Unauthorized } from '../errors.js';
import type { ApplicationCredentialClaim } from './auth-request.js';
import type { Established } from './authentication.js';
import type { ClaimLookup } from './lookup.js';

/** An application credential's secret; the token has the credential's project as its scope. */
export async function applicationCredentialMethod(
  claim: ApplicationCredentialClaim,
  lookup: ClaimLookup,
  credentials: ApplicationCredentials,
): Promise<Established> {
  // An id that does not exist is told, as upstream does; a name that does not takes as long as a wrong secret.
  if (claim.id !== undefined) await credentials.get(claim.id);
  const id = claim.id ?? (await findByName(claim, lookup, credentials))?.id ?? '';
  const credential: ApplicationCredential = await credentials.authenticate(id, claim.secret ?? '');
  await lookup.user({ id: credential.userId });
  return {
    userId: credential.userId,
    methods: ['application_credential'],
    applicationCredentialId: credential.id,
    scope: { kind: 'project', id: credential.projectId },
  };
}

async function findByName(
  { name, user }: ApplicationCredentialClaim,
  lookup: ClaimLookup,
  credentials: ApplicationCredentials,
): Promise<ApplicationCredential | undefined> {
  if (name === undefined || name === '') throw expected('name or ID', 'application credential');
  if (user === undefined) throw expected('user', 'application credential');
  try {
    const account = await lookup.user(user);
    return (await credentials.list(account.user.id, name))[0];
  } catch (error) {
    // Whoever is nobody takes as long as a wrong secret.
    if (error instanceof Unauthorized) return undefined;
    throw error;
  }
}
