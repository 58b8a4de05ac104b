// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { ApplicationCredentials } from '../../application-credentials/application-credentials.js';
import { Access } from '../shared/access.js';
import { callerOf } from '../shared/identity-context.js';
import { assertMayManageApplicationCredentials, assertUnrestricted } from '../shared/delegation.js';
import { applicationCredentialOwner } from './owner.js';

@Controller('v3')
export class DeleteApplicationCredential {
  constructor(
    @Inject(ApplicationCredentials) private readonly credentials: ApplicationCredentials,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/users/:user_id/application_credentials/:application_credential_id',
    policy: { rule: 'identity:delete_application_credential', target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request, @Param('application_credential_id') id: string): Promise<void> {
    await applicationCredentialOwner(request, 'identity:delete_application_credential', this.credentials, this.access);
    const caller = callerOf(request);
    assertMayManageApplicationCredentials(caller);
    assertUnrestricted(caller);
    await this.credentials.delete(id);
  }
}
