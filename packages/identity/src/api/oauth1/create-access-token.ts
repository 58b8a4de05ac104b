// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { OAuth1Signatures } from '../../oauth1/signatures.js';
import { type Request, Response } from '@stackport/wsgi';
import { FORM_TYPE, tokenForm } from './token-form.js';
import { signedRequest } from './oauth1-method.js';

/** The request's own signature is what it is allowed by. */
@Controller('v3')
export class CreateAccessToken {
  constructor(@Inject(OAuth1Signatures) private readonly signatures: OAuth1Signatures) {}

  @Operation({ method: 'POST', path: '/OS-OAUTH1/access_token', policy: 'public', success: 201 })
  async handle(@Req() request: Request): Promise<unknown> {
    const token = await this.signatures.accessToken(signedRequest(request));
    return new Response(201, FORM_TYPE, tokenForm(token));
  }
}
