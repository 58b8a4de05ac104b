// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { CacheManagement } from '../../cache/cache-management.js';
import { WithoutBody } from '../without-body.js';
import { CACHE_MANAGEMENT } from '../tokens.js';
import { cachedImageView } from './cache-view.js';

@Controller('v2')
export class GetCacheState {
  constructor(@Inject(CACHE_MANAGEMENT) private readonly management: CacheManagement) {}

  @Operation({ method: 'GET', path: '/cache', policy: { rule: 'cache_list', target: 'resource' }, success: 200 })
  @WithoutBody()
  async get(@Caller() context: RequestContext): Promise<unknown> {
    const { cached, queued } = await this.management.state(context);
    return { cached_images: cached.map(cachedImageView), queued_images: queued };
  }
}
