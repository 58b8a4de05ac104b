// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { JsonObject } from '../../common/fields.js';
import type { Credential } from '../../credentials/credential.js';
import { parseEc2Blob } from '../../credentials/credentials.js';
import { baseUrl } from '../shared/base-url.js';

/** An EC2 credential as its own API shows it: the key pair, and whose it is. */
export function ec2CredentialView(request: Request, { userId, projectId, blob }: Credential): JsonObject {
  const { access, secret, trust_id: trustId = null } = parseEc2Blob(blob);
  const self = `${baseUrl(request)}/users/${userId}/credentials/OS-EC2/${String(access)}`;
  return { user_id: userId, tenant_id: projectId, access, secret, trust_id: trustId, links: { self } };
}
