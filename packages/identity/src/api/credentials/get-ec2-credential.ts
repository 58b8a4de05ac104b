// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Credentials } from '../../credentials/credentials.js';
import { Users } from '../../users/users.js';
import { Access } from '../shared/access.js';
import { ec2CredentialView } from './ec2-credential-view.js';
import { ec2Lookup } from './ec2-lookup.js';

@Controller('v3')
export class GetEc2Credential {
  constructor(
    @Inject(Credentials) readonly credentials: Credentials,
    @Inject(Users) readonly users: Users,
    @Inject(Access) readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/credentials/OS-EC2/:credential_id',
    policy: { rule: 'identity:ec2_get_credential', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    return { credential: ec2CredentialView(request, await ec2Lookup(request, 'identity:ec2_get_credential', this)) };
  }
}
