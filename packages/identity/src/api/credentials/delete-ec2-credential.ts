// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Credentials } from '../../credentials/credentials.js';
import { Users } from '../../users/users.js';
import { Access } from '../shared/access.js';
import { ec2Lookup } from './ec2-lookup.js';

@Controller('v3')
export class DeleteEc2Credential {
  constructor(
    @Inject(Credentials) readonly credentials: Credentials,
    @Inject(Users) readonly users: Users,
    @Inject(Access) readonly access: Access,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/users/:user_id/credentials/OS-EC2/:credential_id',
    policy: { rule: 'identity:ec2_delete_credential', target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request): Promise<void> {
    const { id } = await ec2Lookup(request, 'identity:ec2_delete_credential', this);
    await this.credentials.delete(id);
  }
}
