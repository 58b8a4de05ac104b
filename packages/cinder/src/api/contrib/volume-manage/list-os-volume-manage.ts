// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { VolumeManagement } from '../../../volumes/volume-management.js';
import { CollectionRequests } from '../../collection-requests.js';
import { ManageableVolumeRequests } from '../../v3/manageable-volumes/manageable-volume-requests.js';

/** What is on a back end already, and may become volumes. */
@Controller('v3')
export class ListOsVolumeManage {
  constructor(
    @Inject(VolumeManagement) private readonly management: VolumeManagement,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({
    method: 'GET',
    path: '/os-volume-manage',
    policy: { rule: 'volume_extension:list_manageable', target: 'resource' },
    success: 200,
  })
  list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, false);
  }

  @Operation({
    method: 'GET',
    path: '/os-volume-manage/detail',
    policy: { rule: 'volume_extension:list_manageable', target: 'resource' },
    success: 200,
  })
  detail(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return this.#list(context, request, true);
  }

  async #list(context: RequestContext, request: Request, detail: boolean): Promise<unknown> {
    return new ManageableVolumeRequests(this.management, this.collections).list(context, request, { detail });
  }
}
