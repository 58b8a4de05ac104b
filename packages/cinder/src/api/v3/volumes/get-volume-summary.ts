// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { VolumeService } from '../../../volumes/volume-service.js';
import { queryFlag } from '../../flag.js';
import { microversionOf } from '../../microversion.js';

const WITH_METADATA = 3036;

@Controller('v3')
export class GetVolumeSummary {
  constructor(@Inject(VolumeService) private readonly volumes: VolumeService) {}

  @Operation({
    method: 'GET',
    path: '/volumes/summary',
    microversions: { min: '3.12' },
    policy: { rule: 'volume:get_all' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const allProjects = context.isAdmin && queryFlag(request.query, 'all_tenants');
    const { count, size, metadata } = await this.volumes.summary(context, allProjects);
    return {
      'volume-summary': {
        total_count: count,
        total_size: size,
        ...(microversionOf(request) >= WITH_METADATA ? { metadata } : {}),
      },
    };
  }
}
