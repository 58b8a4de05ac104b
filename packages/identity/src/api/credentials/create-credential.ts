// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Credentials } from '../../credentials/credentials.js';
import { Access } from '../shared/access.js';
import { writeFields } from '../../common/fields.js';
import { credentialFields } from '../../credentials/credential.js';
import { memberView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertPrimary } from '../shared/delegation.js';
import { readFields } from '../../common/fields.js';
import { bodyMember, normalizedNames, without } from '../shared/bodies.js';

const text = { type: 'string' };
const schema = new SchemaValidator('credential_create', {
  type: 'object',
  properties: { blob: text, project_id: text, type: text, user_id: text },
  additionalProperties: true,
  oneOf: [
    { required: ['blob', 'type', 'user_id', 'project_id'], properties: { type: { enum: ['ec2'] } } },
    { required: ['blob', 'type', 'user_id'], properties: { type: { not: { enum: ['ec2'] } } } },
  ],
});

@Controller('v3')
export class CreateCredential {
  constructor(
    @Inject(Credentials) private readonly credentials: Credentials,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'POST',
    path: '/credentials',
    policy: { rule: 'identity:create_credential', target: 'resource' },
    success: 201,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const body = await bodyMember(request, 'credential');
    await this.access.authorize(request, 'identity:create_credential', { credential: body });
    await bodyMember(request, 'credential', schema);
    const caller = callerOf(request);
    assertPrimary(caller);
    const {
      userId = '',
      projectId = null,
      type = '',
      blob = '',
      extra,
    } = readFields(without(normalizedNames(body), 'id'), credentialFields);
    const credential = await this.credentials.create({ userId, projectId, type, blob, extra });
    return memberView(request, 'credentials', 'credential', writeFields(credential, credentialFields));
  }
}
