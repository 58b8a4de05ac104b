// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { Authentication } from '../../auth/authentication.js';
import { TokenView } from '../../tokens/token-views.js';
import { type Request, Response } from '@stackport/wsgi';
import { bodyMember } from '../shared/bodies.js';
import { publicHostOf } from '../shared/base-url.js';
import { expected } from '../../errors.js';
import type { AuthRequest } from '../../auth/auth-request.js';
import { assertNamed, authSchema } from './auth-schema.js';
import { oauth1Method } from '../oauth1/oauth1-method.js';
import { OAuth1Signatures } from '../../oauth1/signatures.js';

@Controller('v3')
export class CreateToken {
  constructor(
    @Inject(Authentication) private readonly authentication: Authentication,
    @Inject(TokenView) private readonly views: TokenView,
    @Inject(OAuth1Signatures) private readonly signatures: OAuth1Signatures,
  ) {}

  @Operation({ method: 'POST', path: '/auth/tokens', policy: 'public', success: 201 })
  async handle(@Req() request: Request): Promise<unknown> {
    const document = (await request.json()) as { auth?: unknown } | undefined;
    if (document?.auth === undefined || document.auth === null) throw expected('auth', 'request body');
    const body = await bodyMember(request, 'auth', authSchema);
    const auth = body as unknown as AuthRequest;
    assertNamed(auth);
    const token = await this.authentication.authenticate(auth, { oauth1: oauth1Method(request, this.signatures) });
    const withCatalog = !request.query.has('nocatalog');
    const view = withCatalog ? await this.views.whole(token, publicHostOf(request)) : this.views.plain(token);
    return Response.json({ token: view }, 201, { 'X-Subject-Token': token.id });
  }
}
