// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Credentials } from '../../credentials/credentials.js';
import { Access } from '../shared/access.js';
import { writeFields } from '../../common/fields.js';
import { credentialFields } from '../../credentials/credential.js';
import { callerOf } from '../shared/identity-context.js';
import { assertPrimary } from '../shared/delegation.js';

@Controller('v3')
export class DeleteCredential {
  constructor(
    @Inject(Credentials) private readonly credentials: Credentials,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/credentials/:credential_id',
    policy: { rule: 'identity:delete_credential', target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request, @Param('credential_id') id: string): Promise<void> {
    await this.access.authorizeFor(
      request,
      'identity:delete_credential',
      () => this.credentials.get(id),
      (found) => ({ credential: writeFields(found, credentialFields) }),
    );
    assertPrimary(callerOf(request));
    await this.credentials.delete(id);
  }
}
