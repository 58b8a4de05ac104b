// SPDX-License-Identifier: Apache-2.0
import { CONTEXT_KEY, GLOBAL_REQUEST_ID_KEY, REQUEST_ID_KEY } from '@stackport/context';
import type { Filter } from '@stackport/wsgi';
import { accessRefusal } from '@stackport/middleware';
import { Forbidden, Unauthorized } from '../../errors.js';
import type { Tokens } from '../../tokens/tokens.js';
import type { TokenView } from '../../tokens/token-views.js';
import { publicHostOf } from './base-url.js';
import { faultOf } from './faults.js';
import { IdentityContext } from './identity-context.js';

/**
 * Keystone's AuthContextMiddleware: the context of the caller's token, for the handlers and rules. A request without a
 * token goes on without one; one whose token is not valid is answered 401 here, whatever it asks for.
 */
export function authContext(tokens: Tokens, views: TokenView): Filter {
  return (application) => async (request) => {
    const authToken = request.headers.get('X-Auth-Token');
    if (authToken === undefined || authToken === '') return application(request);
    const { environ } = request;
    const token = await tokens.find(authToken);
    if (token === undefined) return faultOf(new Unauthorized('Invalid user token'), request);
    if (token.payload.methods.includes('ec2credential'))
      return faultOf(new Forbidden(undefined, 'EC2 credential tokens cannot be used for authorization.'), request);
    // A restricted application credential is good for what its rules list, here as everywhere.
    if ((token.applicationCredential?.accessRules.length ?? 0) > 0) {
      const view = await views.whole(token, publicHostOf(request));
      const refusal = accessRefusal(view, request, 'identity', false);
      if (refusal !== undefined) return faultOf(new Unauthorized(refusal), request);
    }
    environ[CONTEXT_KEY] = new IdentityContext(token, views.plain(token), {
      requestId: text(environ[REQUEST_ID_KEY]),
      globalRequestId: text(environ[GLOBAL_REQUEST_ID_KEY]),
      authToken,
    });
    return application(request);
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
