// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { ApplicationCredentials } from '../../application-credentials/application-credentials.js';
import type { Access } from '../shared/access.js';

/**
 * Authorises a request about an application credential by whose it is: the path may name anybody. Throws
 * PolicyNotAuthorized.
 */
export async function applicationCredentialOwner(
  request: Request,
  rule: string,
  credentials: ApplicationCredentials,
  access: Access,
): Promise<void> {
  const credential = await credentials.find(request.params.application_credential_id ?? '');
  if (credential !== undefined) request.params = { ...request.params, user_id: credential.userId };
  await access.authorize(request, rule, credential === undefined ? {} : { user_id: credential.userId });
}
