// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { ImageService } from '../../images/image-service.js';
import { writing } from '../read-only.js';
import { IMAGES } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class RemoveTag {
  constructor(@Inject(IMAGES) private readonly images: ImageService) {}

  @Operation({
    method: 'DELETE',
    path: '/images/:image_id/tags/:tag',
    policy: { rule: 'modify_image', target: 'resource' },
    success: 204,
  })
  @WithoutBody()
  async remove(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Param('tag') tag: string,
  ): Promise<void> {
    await this.images.removeTag(writing(context), imageId, tag);
  }
}
