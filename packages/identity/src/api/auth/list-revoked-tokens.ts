// SPDX-License-Identifier: Apache-2.0
import { Controller } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { Forbidden } from '../../errors.js';

/** The list of revoked PKI tokens: there have been none of those since Pike, and upstream refuses the question. */
@Controller('v3')
export class ListRevokedTokens {
  @Operation({ method: 'GET', path: '/auth/tokens/OS-PKI/revoked', policy: 'public', success: 200 })
  handle(): never {
    throw new Forbidden();
  }
}
