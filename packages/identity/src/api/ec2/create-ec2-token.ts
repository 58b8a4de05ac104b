// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { type Request, Response } from '@stackport/wsgi';
import { isEc2SignedWith } from '../../credentials/ec2-signature.js';
import { Ec2Tokens } from '../../credentials/ec2-tokens.js';
import { TokenView } from '../../tokens/token-views.js';
import { publicHostOf } from '../shared/base-url.js';
import { signedCredentials, textOf, textsOf, timestampOf } from './signed-credentials.js';

@Controller('v3')
export class CreateEc2Token {
  constructor(
    @Inject(Ec2Tokens) private readonly ec2: Ec2Tokens,
    @Inject(TokenView) private readonly views: TokenView,
  ) {}

  @Operation({ method: 'POST', path: '/ec2tokens', policy: { rule: 'identity:ec2tokens_validate' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const credentials = await signedCredentials(request);
    const signed = {
      access: textOf(credentials.access) ?? '',
      signature: textOf(credentials.signature) ?? '',
      host: textOf(credentials.host) ?? '',
      verb: textOf(credentials.verb) ?? '',
      path: textOf(credentials.path) ?? '',
      params: textsOf(credentials.params),
      headers: textsOf(credentials.headers),
      bodyHash: textOf(credentials.body_hash) ?? '',
    };
    // Some clients leave the port out of what they sign.
    const hosts = [signed.host, signed.host.replace(/:\d+$/, '')];
    const isSigned = (secret: string): boolean => hosts.some((host) => isEc2SignedWith({ ...signed, host }, secret));
    const token = await this.ec2.issue(textOf(credentials.access), timestampOf(credentials), isSigned);
    const view = await this.views.whole(token, publicHostOf(request));
    return Response.json({ token: view }, 200, { 'X-Subject-Token': token.id });
  }
}
