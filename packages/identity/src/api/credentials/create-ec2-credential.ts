// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Credentials } from '../../credentials/credentials.js';
import { Users } from '../../users/users.js';
import { Projects } from '../../projects/projects.js';
import { Access } from '../shared/access.js';
import { ec2CredentialView } from './ec2-credential-view.js';
import { callerOf } from '../shared/identity-context.js';
import { assertPrimary } from '../shared/delegation.js';
import { newId } from '../../common/identifiers.js';
import type { JsonObject } from '../../common/fields.js';

@Controller('v3')
export class CreateEc2Credential {
  constructor(
    @Inject(Credentials) private readonly credentials: Credentials,
    @Inject(Users) private readonly users: Users,
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'POST',
    path: '/users/:user_id/credentials/OS-EC2',
    policy: { rule: 'identity:ec2_create_credential', target: 'resource' },
    success: 201,
  })
  async handle(@Req() request: Request, @Param('user_id') userId: string): Promise<unknown> {
    await this.access.authorize(request, 'identity:ec2_create_credential', { credential: { user_id: userId } });
    await this.users.get(userId);
    const { tenant_id: tenantId } = ((await request.json()) ?? {}) as JsonObject;
    const project = await this.projects.get(typeof tenantId === 'string' ? tenantId : 'None');
    assertPrimary(callerOf(request));
    const blob = JSON.stringify({ access: newId(), secret: newId(), trust_id: null });
    const credential = await this.credentials.create({ userId, projectId: project.id, type: 'ec2', blob, extra: {} });
    return { credential: ec2CredentialView(request, credential) };
  }
}
