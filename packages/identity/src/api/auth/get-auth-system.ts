// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Assignments } from '../../assignments/assignments.js';
import { baseUrl } from '../shared/base-url.js';
import { callerOf } from '../shared/identity-context.js';

/** Whether the caller may get a token for the system. */
@Controller('v3')
export class GetAuthSystem {
  constructor(@Inject(Assignments) private readonly assignments: Assignments) {}

  @Operation({ method: 'GET', path: '/auth/system', policy: { rule: 'identity:get_auth_system' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const { token } = callerOf(request);
    const roles = await this.assignments.rolesOnSystem(token.payload.userId);
    return { system: roles.length === 0 ? [] : [{ all: true }], links: { self: `${baseUrl(request)}/auth/system` } };
  }
}
