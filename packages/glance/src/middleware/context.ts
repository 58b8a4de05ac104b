// SPDX-License-Identifier: Apache-2.0
import { CONTEXT_KEY } from '@stackport/api';
import { RequestContext } from '@stackport/context';
import { isConfirmed, requestContext } from '@stackport/middleware';
import type { Enforcer } from '@stackport/policy';
import { HttpError, Middleware, type Application, type Request, type Response } from '@stackport/wsgi';

export interface ContextOptions {
  readonly enforcer: Enforcer;
  readonly allowAnonymousAccess: boolean;
  /** Characters; 0 for no limit. */
  readonly maxRequestIdLength: number;
  /** Runs what follows so that its log lines carry the context's ids. */
  readonly run: <T>(context: RequestContext, action: () => Promise<T>) => Promise<T>;
}

/** What both context filters do with the answer: its request id. */
abstract class ContextFilter extends Middleware {
  protected readonly options: ContextOptions;

  constructor(application: Application, options: ContextOptions) {
    const withContext: Application = (request) =>
      options.run(request.environ[CONTEXT_KEY] as RequestContext, () => application(request));
    super(withContext);
    this.options = options;
  }

  override processResponse(response: Response): Response {
    const { requestId } = response.request?.environ[CONTEXT_KEY] as RequestContext;
    response.headers.set('X-Openstack-Request-Id', requestId.startsWith('req-') ? requestId : `req-${requestId}`);
    return response;
  }
}

/** Makes the caller's context out of what authtoken found (upstream's ContextMiddleware). Throws `HttpError` 401 and 431. */
export class ContextMiddleware extends ContextFilter {
  override processRequest(request: Request): undefined {
    if (isConfirmed(request)) request.environ[CONTEXT_KEY] = this.#authenticated(request);
    else if (this.options.allowAnonymousAccess) request.environ[CONTEXT_KEY] = new RequestContext({ readOnly: true });
    else throw new HttpError(401);
    return undefined;
  }

  #authenticated(request: Request): RequestContext {
    const { enforcer, maxRequestIdLength } = this.options;
    const requestId = request.headers.get('x-openstack-request-id');
    if (requestId !== undefined && maxRequestIdLength > 0 && requestId.length > maxRequestIdLength)
      throw new HttpError(431, `x-openstack-request-id is too long, max size ${maxRequestIdLength}`);
    const context = requestContext(request, requestId ? { requestId } : {});
    // glance has always compared roles without regard to case.
    const caller = context.with({ roles: context.roles.map((role) => role.toLowerCase()) });
    return enforcer.enforce('context_is_admin', {}, caller) ? caller.with({ isAdmin: true }) : caller;
  }
}

/** Makes everybody an administrator without a user: for pipelines without authtoken (UnauthenticatedContextMiddleware). */
export class UnauthenticatedContextMiddleware extends ContextFilter {
  override processRequest(request: Request): undefined {
    request.environ[CONTEXT_KEY] = new RequestContext({ isAdmin: true });
    return undefined;
  }
}
