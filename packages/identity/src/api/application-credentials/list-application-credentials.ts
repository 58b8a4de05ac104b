// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { ApplicationCredentials } from '../../application-credentials/application-credentials.js';
import { ApplicationCredentialViews } from './application-credential-view.js';
import { Access } from '../shared/access.js';
import { collectionView } from '../shared/views.js';
import { ListFilter } from '../../common/list-filter.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageApplicationCredentials } from '../shared/delegation.js';

@Controller('v3')
export class ListApplicationCredentials {
  constructor(
    @Inject(ApplicationCredentials) private readonly credentials: ApplicationCredentials,
    @Inject(ApplicationCredentialViews) private readonly views: ApplicationCredentialViews,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/application_credentials',
    policy: { rule: 'identity:list_application_credentials', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('user_id') userId: string): Promise<unknown> {
    await this.access.authorize(request, 'identity:list_application_credentials');
    assertMayManageApplicationCredentials(callerOf(request));
    const filter = ListFilter.parse(request.query, ['name']);
    const views = await this.views.of(await this.credentials.list(userId, filter.exact('name')));
    return collectionView(request, 'application_credentials', 'application_credentials', views, {
      filter,
    });
  }
}
