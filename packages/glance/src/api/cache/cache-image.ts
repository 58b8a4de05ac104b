// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { CacheManagement } from '../../cache/cache-management.js';
import { CACHE_MANAGEMENT } from '../tokens.js';

@Controller('v2')
export class CacheImage {
  constructor(@Inject(CACHE_MANAGEMENT) private readonly management: CacheManagement) {}

  @Operation({
    method: 'PUT',
    path: '/cache/:image_id',
    policy: { rule: 'cache_image', target: 'resource' },
    success: 202,
  })
  async cache(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Req() request: Request,
  ): Promise<void> {
    // A body means nothing here, but one that is no JSON is refused, as everywhere.
    await request.json();
    await this.management.cacheImage(context, imageId);
  }
}
