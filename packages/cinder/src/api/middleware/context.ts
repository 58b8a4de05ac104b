// SPDX-License-Identifier: Apache-2.0
import { CONTEXT_KEY } from '@stackport/api';
import type { RequestContextInit } from '@stackport/context';
import { requestContext } from '@stackport/middleware';
import type { Enforcer } from '@stackport/policy';
import { type Application, Middleware, type Request, type Response, HttpError } from '@stackport/wsgi';
import { CinderContext, type CinderContextInit } from '../../context.js';
import type { RunInContext } from './request-id.js';

export interface ContextOptions {
  readonly enforcer: Enforcer;
  /** `use_forwarded_for` */
  readonly useForwardedFor: boolean;
  readonly run: RunInContext;
}

/** Makes the context of a request and runs what follows in its name (cinder 21, _set_request_context). */
export function setRequestContext(request: Request, options: ContextOptions, given: RequestContextInit = {}): void {
  const placeholder = request.environ[CONTEXT_KEY];
  const forwarded = options.useForwardedFor ? request.headers.get('X-Forwarded-For') : undefined;
  const values: CinderContextInit = Object.assign({}, requestContext(request, given) as RequestContextInit);
  const context = new CinderContext({
    ...values,
    remoteAddress: forwarded ?? request.remoteAddress,
    ...(placeholder instanceof CinderContext ? { timestamp: placeholder.timestamp } : {}),
  });
  request.environ[CONTEXT_KEY] = withAdministrator(context, options.enforcer);
}

/** Who the rule takes for an administrator has the flag; who has the flag from elsewhere gets the role. */
function withAdministrator(context: CinderContext, enforcer: Enforcer): CinderContext {
  if (context.isAdmin)
    return context.roles.includes('admin') ? context : context.with({ roles: [...context.roles, 'admin'] });
  return enforcer.enforce('context_is_admin', {}, context) ? context.with({ isAdmin: true }) : context;
}

/** An application that runs in the name of the context that a filter made. */
export function inContext(application: Application, run: RunInContext): Application {
  return (request) => run(request.environ[CONTEXT_KEY] as CinderContext, () => application(request));
}

/** `cinder.api.middleware.auth:CinderKeystoneContext.factory`: the context out of what authtoken found. 401 without a user. */
export class KeystoneContext extends Middleware {
  readonly #options: ContextOptions;

  constructor(application: Application, options: ContextOptions) {
    super(inContext(application, options.run));
    this.#options = options;
  }

  override processRequest(request: Request): Response | undefined {
    const { headers } = request;
    if (!headers.has('X-User-Id') && !headers.has('X-User')) throw new HttpError(401);
    setRequestContext(request, this.#options);
    return undefined;
  }
}
