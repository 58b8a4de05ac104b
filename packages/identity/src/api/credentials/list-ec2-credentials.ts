// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Credentials } from '../../credentials/credentials.js';
import { Users } from '../../users/users.js';
import { Access } from '../shared/access.js';
import { ec2CredentialView } from './ec2-credential-view.js';
import { callerOf } from '../shared/identity-context.js';
import { assertPrimary } from '../shared/delegation.js';
import { fullUrl } from '../shared/base-url.js';

@Controller('v3')
export class ListEc2Credentials {
  constructor(
    @Inject(Credentials) private readonly credentials: Credentials,
    @Inject(Users) private readonly users: Users,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/users/:user_id/credentials/OS-EC2',
    policy: { rule: 'identity:ec2_list_credentials', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('user_id') userId: string): Promise<unknown> {
    await this.access.authorize(request, 'identity:ec2_list_credentials', { credential: { user_id: userId } });
    assertPrimary(callerOf(request));
    await this.users.get(userId);
    const credentials = await this.credentials.listOfUser(userId, 'ec2');
    return {
      credentials: credentials.map((one) => ec2CredentialView(request, one)),
      links: { next: null, self: fullUrl(request), previous: null },
    };
  }
}
