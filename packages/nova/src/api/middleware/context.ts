// SPDX-License-Identifier: Apache-2.0
import { CONTEXT_KEY } from '@stackport/api';
import type { LoggingHandle, RequestContextInit } from '@stackport/context';
import { requestContext } from '@stackport/middleware';
import type { Enforcer } from '@stackport/policy';
import { type Application, HttpError, Middleware, type Request, type Response } from '@stackport/wsgi';
import { NovaContext, type NovaContextInit } from '../../context.js';

/** Runs what follows so that its log lines carry the ids of a context. */
export type RunInContext = LoggingHandle['run'];

export interface ContextOptions {
  readonly enforcer: Enforcer;
  /** `[api] use_forwarded_for` */
  readonly useForwardedFor: boolean;
  readonly run: RunInContext;
}

/** Makes the context of a request: who the rule `context_is_admin` takes for an administrator has the flag. */
export function setRequestContext(request: Request, options: ContextOptions, given: RequestContextInit = {}): void {
  const forwarded = options.useForwardedFor ? request.headers.get('X-Forwarded-For') : undefined;
  const values: NovaContextInit = Object.assign({}, requestContext(request, given) as RequestContextInit);
  const context = new NovaContext({ ...values, remoteAddress: forwarded ?? request.remoteAddress });
  const isAdmin =
    given.isAdmin ??
    options.enforcer.enforce('context_is_admin', { user_id: context.userId, project_id: context.projectId }, context);
  request.environ[CONTEXT_KEY] = context.isAdmin === isAdmin ? context : context.with({ isAdmin });
}

/** An application that runs in the name of the context that a filter made. */
export function inContext(application: Application, run: RunInContext): Application {
  return (request) => run(request.environ[CONTEXT_KEY] as NovaContext, () => application(request));
}

/** `nova.api.auth:NovaKeystoneContext.factory`: the context out of what authtoken found. 401 without a user. */
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
