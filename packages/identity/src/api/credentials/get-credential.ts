// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Credentials } from '../../credentials/credentials.js';
import { Access } from '../shared/access.js';
import { writeFields } from '../../common/fields.js';
import { credentialFields } from '../../credentials/credential.js';
import { memberView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertPrimary } from '../shared/delegation.js';

@Controller('v3')
export class GetCredential {
  constructor(
    @Inject(Credentials) private readonly credentials: Credentials,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/credentials/:credential_id',
    policy: { rule: 'identity:get_credential', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('credential_id') id: string): Promise<unknown> {
    const credential = await this.access.authorizeFor(
      request,
      'identity:get_credential',
      () => this.credentials.get(id),
      (found) => ({ credential: writeFields(found, credentialFields) }),
    );
    assertPrimary(callerOf(request));
    return memberView(request, 'credentials', 'credential', writeFields(credential, credentialFields));
  }
}
