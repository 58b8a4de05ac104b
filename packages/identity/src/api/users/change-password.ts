// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation, SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Authenticator } from '../../users/authenticator.js';
import { bodyMember } from '../shared/bodies.js';

const schema = new SchemaValidator('password_change', {
  type: 'object',
  properties: { original_password: { type: 'string' }, password: { type: 'string' } },
  required: ['original_password', 'password'],
  additionalProperties: false,
});

/** A user's own change: the old password is all it takes, so that an expired one can be changed. */
@Controller('v3')
export class ChangePassword {
  constructor(@Inject(Authenticator) private readonly authenticator: Authenticator) {}

  @Operation({ method: 'POST', path: '/users/:user_id/password', policy: 'public', success: 204 })
  async handle(@Req() request: Request, @Param('user_id') id: string): Promise<void> {
    const body = await bodyMember(request, 'user', schema);
    await this.authenticator.changePassword(id, String(body.original_password), String(body.password));
  }
}
