// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { SubjectToken } from './subject-token.js';
import { type Request, Response } from '@stackport/wsgi';

@Controller('v3')
export class CheckToken {
  constructor(@Inject(SubjectToken) private readonly subject: SubjectToken) {}

  @Operation({
    method: 'HEAD',
    path: '/auth/tokens',
    policy: { rule: 'identity:check_token', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const token = await this.subject.authorized(request, 'identity:check_token');
    return new Response(200, { 'Content-Type': 'application/json', 'X-Subject-Token': token.id });
  }
}
