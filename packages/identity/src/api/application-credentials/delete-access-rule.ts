// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { ApplicationCredentials } from '../../application-credentials/application-credentials.js';
import { Users } from '../../users/users.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageApplicationCredentials } from '../shared/delegation.js';
import { userView } from '../users/user-view.js';
import { Access, type AccessTarget, ifFound } from '../shared/access.js';

@Controller('v3')
export class DeleteAccessRule {
  constructor(
    @Inject(ApplicationCredentials) private readonly credentials: ApplicationCredentials,
    @Inject(Users) private readonly users: Users,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/users/:user_id/access_rules/:access_rule_id',
    policy: { rule: 'identity:delete_access_rule', target: 'resource' },
    success: 204,
  })
  async handle(
    @Req() request: Request,
    @Param('user_id') userId: string,
    @Param('access_rule_id') id: string,
  ): Promise<void> {
    await this.access.authorize(request, 'identity:delete_access_rule', await this.#target(userId));
    assertMayManageApplicationCredentials(callerOf(request));
    await this.credentials.deleteRule(id);
  }

  async #target(userId: string): Promise<AccessTarget> {
    const user = await ifFound(this.users.get(userId).then(userView));
    return user === undefined ? {} : { user };
  }
}
