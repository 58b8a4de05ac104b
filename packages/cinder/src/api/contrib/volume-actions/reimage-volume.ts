// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { VolumeReimage } from '../../../volumes/volume-reimage.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { flagOf } from '../../flag.js';
import { volumeActionSchemas } from '../../schemas/volume-actions.js';

@Controller('v3')
export class ReimageVolume {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeReimage) private readonly reimaging: VolumeReimage,
  ) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-reimage',
    microversions: { min: '3.68' },
    policy: { rule: ['volume:reimage', 'volume:reimage_reserved'], target: 'resource' },
    success: 202,
  })
  async reimage(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(volumeActionSchemas.reimage)
    body: { readonly 'os-reimage': { readonly image_id: string; readonly reimage_reserved?: boolean | string } },
  ): Promise<void> {
    const { image_id: imageId, reimage_reserved: reserved = false } = body['os-reimage'];
    const volume = await this.volumes.get(context, id);
    await this.reimaging.reimage(context, volume, imageId, { reserved: flagOf(reserved) === true });
  }
}
