// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { VolumeManagement } from '../../../volumes/volume-management.js';

@Controller('v3')
export class UnmanageVolume {
  constructor(@Inject(VolumeManagement) private readonly management: VolumeManagement) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-unmanage',
    policy: { rule: 'volume_extension:volume_unmanage', target: 'resource' },
    success: 202,
  })
  unmanage(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    return this.management.unmanage(context, id);
  }
}
