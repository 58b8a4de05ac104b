// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { Credential } from '../../credentials/credential.js';
import { Credentials } from '../../credentials/credentials.js';
import { Unauthorized } from '../../errors.js';
import type { Users } from '../../users/users.js';
import type { Access } from '../shared/access.js';
import { assertPrimary } from '../shared/delegation.js';
import { callerOf } from '../shared/identity-context.js';

/** The EC2 credential that a path names by its access key. Throws PolicyNotAuthorized, `NotFound`, `Unauthorized`. */
export async function ec2Lookup(
  request: Request,
  rule: string,
  { access, users, credentials }: { access: Access; users: Users; credentials: Credentials },
): Promise<Credential> {
  const { user_id: userId = '', credential_id: key = '' } = request.params;
  const id = Credentials.ec2Id(key);
  const credential = await access.authorizeExisting(
    request,
    rule,
    () => credentials.get(id),
    (found) => ({ credential: { user_id: found.userId, id: found.id, type: found.type } }),
  );
  await users.get(userId);
  if (credential.type !== 'ec2') throw new Unauthorized('EC2 access key not found.');
  assertPrimary(callerOf(request));
  return credential;
}
