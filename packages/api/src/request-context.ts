// SPDX-License-Identifier: Apache-2.0
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';

/** Where the pipeline's context filter leaves the caller's context. */
export const CONTEXT_KEY = 'openstack.context';

/** The caller's context. Throws `HttpError` 401 where no filter of the pipeline made one. */
export function requestContext(request: Request): RequestContext {
  const context = request.environ[CONTEXT_KEY] as RequestContext | undefined;
  if (context === undefined) throw new HttpError(401);
  return context;
}

/** Parameter of a handler: the caller's `RequestContext`. */
export const Caller = createParamDecorator((_data: unknown, execution: ExecutionContext) =>
  requestContext(execution.switchToHttp().getRequest<Request>()),
);
