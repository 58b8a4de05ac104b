// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Ec2Tokens } from '../../credentials/ec2-tokens.js';
import { isS3SignedWith } from '../../credentials/s3-signature.js';
import { TokenView } from '../../tokens/token-views.js';
import { publicHostOf } from '../shared/base-url.js';
import { signedCredentials, textOf, timestampOf } from './signed-credentials.js';

@Controller('v3')
export class CreateS3Token {
  constructor(
    @Inject(Ec2Tokens) private readonly ec2: Ec2Tokens,
    @Inject(TokenView) private readonly views: TokenView,
  ) {}

  @Operation({ method: 'POST', path: '/s3tokens', policy: { rule: 'identity:s3tokens_validate' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const credentials = await signedCredentials(request);
    const isSigned = (secret: string): boolean =>
      isS3SignedWith(textOf(credentials.token) ?? '', textOf(credentials.signature) ?? '', secret);
    const token = await this.ec2.issue(textOf(credentials.access), timestampOf(credentials), isSigned);
    return { token: await this.views.whole(token, publicHostOf(request)) };
  }
}
