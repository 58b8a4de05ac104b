// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { ApplicationCredentials } from '../../application-credentials/application-credentials.js';
import { Users } from '../../users/users.js';
import { collectionView } from '../shared/views.js';
import { ListFilter } from '../../common/list-filter.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageApplicationCredentials } from '../shared/delegation.js';
import { userView } from '../users/user-view.js';
import { Access, type AccessTarget, ifFound } from '../shared/access.js';

@Controller('v3')
export class ListAccessRules {
  constructor(
    @Inject(ApplicationCredentials) private readonly credentials: ApplicationCredentials,
    @Inject(Users) private readonly users: Users,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/access_rules',
    policy: { rule: 'identity:list_access_rules', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('user_id') userId: string): Promise<unknown> {
    await this.access.authorize(request, 'identity:list_access_rules', await this.#target(userId));
    assertMayManageApplicationCredentials(callerOf(request));
    const filter = ListFilter.parse(request.query, ['service', 'path', 'method']);
    const rules = (await this.credentials.listRules(userId)).map((rule) => ({ ...rule }));
    return collectionView(request, 'access_rules', 'access_rules', rules, { filter });
  }

  async #target(userId: string): Promise<AccessTarget> {
    const user = await ifFound(this.users.get(userId).then(userView));
    return user === undefined ? {} : { user };
  }
}
