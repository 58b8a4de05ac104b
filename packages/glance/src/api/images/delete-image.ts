// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { writing } from '../read-only.js';
import type { ImageService } from '../../images/image-service.js';
import { IMAGES } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class DeleteImage {
  constructor(@Inject(IMAGES) private readonly images: ImageService) {}

  @Operation({
    method: 'DELETE',
    path: '/images/:image_id',
    policy: { rule: 'delete_image', target: 'resource' },
    success: 204,
  })
  @WithoutBody()
  async delete(@Caller() context: RequestContext, @Param('image_id') imageId: string): Promise<void> {
    await this.images.delete(writing(context), imageId);
  }
}
