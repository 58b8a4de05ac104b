// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { ImageService } from '../../images/image-service.js';
import { IMAGE_PRESENTER, IMAGES } from '../tokens.js';
import type { ImagePresenter } from './image-presenter.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class GetImage {
  constructor(
    @Inject(IMAGES) private readonly images: ImageService,
    @Inject(IMAGE_PRESENTER) private readonly presenter: ImagePresenter,
  ) {}

  @Operation({
    method: 'GET',
    path: '/images/:image_id',
    policy: { rule: 'get_image', target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  async get(@Caller() context: RequestContext, @Param('image_id') imageId: string): Promise<unknown> {
    return this.presenter.show(context, await this.images.get(context, imageId));
  }
}
