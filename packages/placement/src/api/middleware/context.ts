// SPDX-License-Identifier: Apache-2.0
import { CONTEXT_KEY } from '@stackport/api';
import type { LoggingHandle } from '@stackport/context';
import { removeIdentityHeaders, requestContext } from '@stackport/middleware';
import { type Filter, HttpError } from '@stackport/wsgi';
import { isRoot } from './no-auth.js';

/** Makes the context of a request out of what authentication found; 401 without a user, but for the root. */
export function contextOf(run: LoggingHandle['run']): Filter {
  return (application) => async (request) => {
    const context = requestContext(request);
    if (context.userId === undefined && !isRoot(request.pathInfo)) return new HttpError(401).toResponse(request);
    request.environ[CONTEXT_KEY] = context;
    return run(context, () => application(request));
  };
}

/** Authentication for all but the root, where what a client says of itself is taken away instead. */
export function exceptRoot(authentication: Filter): Filter {
  return (application) => {
    const authenticated = authentication(application);
    return async (request) => {
      if (!isRoot(request.pathInfo)) return authenticated(request);
      removeIdentityHeaders(request.headers);
      return application(request);
    };
  };
}
