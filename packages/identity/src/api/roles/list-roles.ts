// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Roles } from '../../roles/roles.js';
import { Access } from '../shared/access.js';
import { roleView } from './role-view.js';
import { ListFilter } from '../../common/list-filter.js';
import { collectionView } from '../shared/views.js';

@Controller('v3')
export class ListRoles {
  constructor(
    @Inject(Roles) private readonly roles: Roles,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/roles',
    policy: { rule: ['identity:list_roles', 'identity:list_domain_roles'], target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const filter = ListFilter.parse(request.query, ['name', 'domain_id']);
    const ofDomain = (filter.exact('domain_id') ?? '') !== '';
    await this.access.authorize(request, ofDomain ? 'identity:list_domain_roles' : 'identity:list_roles');
    return collectionView(request, 'roles', 'roles', (await this.roles.list(filter)).map(roleView), { filter });
  }
}
