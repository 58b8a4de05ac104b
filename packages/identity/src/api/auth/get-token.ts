// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { SubjectToken } from './subject-token.js';
import { TokenView } from '../../tokens/token-views.js';
import { type Request, Response } from '@stackport/wsgi';
import { publicHostOf } from '../shared/base-url.js';

@Controller('v3')
export class GetToken {
  constructor(
    @Inject(SubjectToken) private readonly subject: SubjectToken,
    @Inject(TokenView) private readonly views: TokenView,
  ) {}

  @Operation({
    method: 'GET',
    path: '/auth/tokens',
    policy: { rule: 'identity:validate_token', target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const token = await this.subject.authorized(request, 'identity:validate_token');
    const withCatalog = !request.query.has('nocatalog');
    const view = withCatalog ? await this.views.whole(token, publicHostOf(request)) : this.views.plain(token);
    return Response.json({ token: view }, 200, { 'X-Subject-Token': token.id });
  }
}
