// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { VolumeImageMetadata } from '../../../volumes/volume-image-metadata.js';

@Controller('v3')
export class ShowImageMetadata {
  constructor(@Inject(VolumeImageMetadata) private readonly metadata: VolumeImageMetadata) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-show_image_metadata',
    policy: { rule: 'volume:get_volume_metadata', target: 'resource' },
    success: 200,
  })
  async show(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    return { metadata: await this.metadata.get(context, id) };
  }
}
