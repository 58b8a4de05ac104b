// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { ImageService } from '../../images/image-service.js';
import { writing } from '../read-only.js';
import { IMAGES } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class DeactivateImage {
  constructor(@Inject(IMAGES) private readonly images: ImageService) {}

  @Operation({
    method: 'POST',
    path: '/images/:image_id/actions/deactivate',
    policy: { rule: 'deactivate', target: 'resource' },
    success: 204,
  })
  @WithoutBody()
  async deactivate(@Caller() context: RequestContext, @Param('image_id') imageId: string): Promise<void> {
    await this.images.deactivate(writing(context), imageId);
  }
}
