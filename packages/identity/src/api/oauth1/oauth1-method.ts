// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { ExternalMethod } from '../../auth/authentication.js';
import type { SignedRequest } from '../../oauth1/signature.js';
import type { OAuth1Signatures } from '../../oauth1/signatures.js';
import { baseUrl } from '../shared/base-url.js';

/** A request as its OAuth signature was made over it. */
export function signedRequest(request: Request): SignedRequest {
  const { method, query, headers } = request;
  return { method, url: baseUrl(request) + request.pathInfo, query, authorization: headers.get('Authorization') };
}

/** The authentication method `oauth1`: an access token's signature over the request for a token. */
export function oauth1Method(request: Request, signatures: OAuth1Signatures): ExternalMethod {
  return async () => {
    const { id, authorizingUserId, projectId } = await signatures.access(signedRequest(request));
    return {
      userId: authorizingUserId,
      methods: ['oauth1'],
      accessTokenId: id,
      scope: { kind: 'project', id: projectId },
    };
  };
}
