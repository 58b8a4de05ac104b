// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Enforcer } from '@stackport/policy';
import type { Request } from '@stackport/wsgi';
import { ROUTE_SELECTOR } from '@stackport/wsgi/nest';
import type { OperationMetadata } from './operation-metadata.js';
import { requestContext } from './request-context.js';

/** Injection token of the service's policy enforcer. */
export const ENFORCER = Symbol('stackport:enforcer');

/**
 * Checks an operation's rule before its handler. Rejects with the enforcer's PolicyNotAuthorized, and with `HttpError`
 * 401 where no filter made a context. A rule that needs the loaded object is left to the domain.
 */
@Injectable()
export class OperationGuard implements CanActivate {
  constructor(@Inject(ENFORCER) private readonly enforcer: Enforcer) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const context = requestContext(execution.switchToHttp().getRequest<Request>());
    const { policy } = Reflect.getMetadata(ROUTE_SELECTOR, execution.getHandler()) as OperationMetadata;
    if (typeof policy === 'string' || policy.target === 'resource') return true;
    const target = { project_id: context.projectId, user_id: context.userId };
    for (const rule of typeof policy.rule === 'string' ? [policy.rule] : policy.rule)
      await this.enforcer.authorizeAsync(rule, target, context);
    return true;
  }
}
