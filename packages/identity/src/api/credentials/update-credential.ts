// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Credentials } from '../../credentials/credentials.js';
import { Access } from '../shared/access.js';
import { writeFields } from '../../common/fields.js';
import { credentialFields } from '../../credentials/credential.js';
import { memberView } from '../shared/views.js';
import { callerOf } from '../shared/identity-context.js';
import { assertPrimary } from '../shared/delegation.js';
import { bodyMember } from '../shared/bodies.js';

// Debian's Zed lets the blob alone be changed: retyping or reassigning a credential was a hole (LP#2159643).
const schema = new SchemaValidator('credential_update', {
  type: 'object',
  properties: { blob: { type: 'string' } },
  additionalProperties: false,
  required: ['blob'],
});

@Controller('v3')
export class UpdateCredential {
  constructor(
    @Inject(Credentials) private readonly credentials: Credentials,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'PATCH',
    path: '/credentials/:credential_id',
    policy: { rule: 'identity:update_credential', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request, @Param('credential_id') id: string): Promise<unknown> {
    await this.access.authorizeFor(
      request,
      'identity:update_credential',
      () => this.credentials.get(id),
      (found) => ({ credential: writeFields(found, credentialFields) }),
    );
    assertPrimary(callerOf(request));
    const body = await bodyMember(request, 'credential', schema);
    const credential = await this.credentials.updateBlob(id, String(body.blob));
    return memberView(request, 'credentials', 'credential', writeFields(credential, credentialFields));
  }
}
