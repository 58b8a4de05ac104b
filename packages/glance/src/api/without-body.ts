// SPDX-License-Identifier: Apache-2.0
import { Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { HttpError, type Request } from '@stackport/wsgi';

/** Refuses a request that has a body (upstream's routes with `body_reject`, and those where Zed answers 500 for one). */
@Injectable()
class WithoutBodyGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const request = execution.switchToHttp().getRequest<Request>();
    const chunked = request.method === 'POST' && request.headers.has('transfer-encoding');
    if (chunked || (request.contentLength ?? 0) > 0)
      throw new HttpError(400, 'A body is not expected with this request.');
    return true;
  }
}

/** Handlers of requests that upstream takes no body in. Throws `HttpError` 400. */
export function WithoutBody(): MethodDecorator {
  return UseGuards(WithoutBodyGuard);
}
