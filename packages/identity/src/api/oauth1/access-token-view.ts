// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { JsonObject } from '../../common/fields.js';
import { isoTime } from '../../common/timestamps.js';
import type { AccessToken } from '../../oauth1/oauth1.js';
import { baseUrl } from '../shared/base-url.js';

/** An access token without its secret and roles, which have a list of their own. */
export function accessTokenView(
  request: Request,
  { id, consumerId, authorizingUserId, projectId, expiresAt }: AccessToken,
): JsonObject {
  const self = `${baseUrl(request)}/users/${authorizingUserId}/OS-OAUTH1/access_tokens/${id}`;
  return {
    id,
    consumer_id: consumerId,
    authorizing_user_id: authorizingUserId,
    project_id: projectId,
    expires_at: expiresAt === null ? null : isoTime(expiresAt),
    links: { roles: `${self}/roles`, self },
  };
}
