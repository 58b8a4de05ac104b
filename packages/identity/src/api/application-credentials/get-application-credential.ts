// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { ApplicationCredentials } from '../../application-credentials/application-credentials.js';
import { ApplicationCredentialViews } from './application-credential-view.js';
import { Access } from '../shared/access.js';
import { memberView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageApplicationCredentials } from '../shared/delegation.js';
import { applicationCredentialOwner } from './owner.js';

@Controller('v3')
export class GetApplicationCredential {
  constructor(
    @Inject(ApplicationCredentials) private readonly credentials: ApplicationCredentials,
    @Inject(ApplicationCredentialViews) private readonly views: ApplicationCredentialViews,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/application_credentials/:application_credential_id',
    policy: { rule: 'identity:get_application_credential', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('application_credential_id') id: string): Promise<unknown> {
    await applicationCredentialOwner(request, 'identity:get_application_credential', this.credentials, this.access);
    assertMayManageApplicationCredentials(callerOf(request));
    const view = await this.views.one(await this.credentials.get(id));
    return memberView(request, 'application_credentials', 'application_credential', view);
  }
}
