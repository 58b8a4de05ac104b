// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Limits } from '../../limits/limits.js';
import { LIMITS } from '../tokens.js';

/** What a project uses of the limits that Keystone keeps for it: nothing is said where they are not in use. */
@Controller('v2')
export class GetUsage {
  constructor(@Inject(LIMITS) private readonly limits: Limits) {}

  @Operation({ method: 'GET', path: '/info/usage', policy: 'authenticated', success: 200 })
  async get(@Caller() context: RequestContext): Promise<unknown> {
    return { usage: await this.limits.usage(context) };
  }
}
