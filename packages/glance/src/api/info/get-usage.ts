// SPDX-License-Identifier: Apache-2.0
import { Controller } from '@nestjs/common';
import { Operation } from '@stackport/api';

/** What a project uses of the limits that Keystone keeps for it: nothing is said where they are not in use. */
@Controller('v2')
export class GetUsage {
  @Operation({ method: 'GET', path: '/info/usage', policy: 'authenticated', success: 200 })
  get(): unknown {
    return { usage: {} };
  }
}
