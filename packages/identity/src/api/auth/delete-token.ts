// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { SubjectToken } from './subject-token.js';
import { Tokens } from '../../tokens/tokens.js';

@Controller('v3')
export class DeleteToken {
  constructor(
    @Inject(SubjectToken) private readonly subject: SubjectToken,
    @Inject(Tokens) private readonly tokens: Tokens,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/auth/tokens',
    policy: { rule: 'identity:revoke_token', target: 'resource' },
    success: 204,
  })
  async handle(@Req() request: Request): Promise<void> {
    const { id } = await this.subject.authorized(request, 'identity:revoke_token');
    await this.tokens.revoke(id);
  }
}
