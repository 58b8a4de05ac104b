// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { VolumeManagement } from '../../../volumes/volume-management.js';
import { CollectionRequests } from '../../collection-requests.js';
import { requireCoreVersion } from '../../managed-backend.js';
import { ManageableVolumeRequests, type ManageVolumeBody } from './manageable-volume-requests.js';

/** Takes something on a back end under management as a volume. */
@Controller('v3')
export class ManageVolume {
  constructor(
    @Inject(VolumeManagement) private readonly management: VolumeManagement,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({
    method: 'POST',
    path: '/manageable_volumes',
    policy: { rule: 'volume_extension:volume_manage', target: 'resource' },
    success: 202,
  })
  async manage(
    @Caller() context: RequestContext,
    @Req() request: Request,
    @JsonBody() body: ManageVolumeBody,
  ): Promise<unknown> {
    requireCoreVersion(request);
    return new ManageableVolumeRequests(this.management, this.collections).manage(context, request, body);
  }
}
