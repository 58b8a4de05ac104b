// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { ImageService } from '../../images/image-service.js';
import { writing } from '../read-only.js';
import type { GlanceSchemas } from '../schemas/schemas.js';
import { IMAGES, SCHEMAS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class AddTag {
  constructor(
    @Inject(IMAGES) private readonly images: ImageService,
    @Inject(SCHEMAS) private readonly schemas: GlanceSchemas,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/images/:image_id/tags/:tag',
    policy: { rule: 'modify_image', target: 'resource' },
    success: 204,
  })
  @WithoutBody()
  async add(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Param('tag') tag: string,
  ): Promise<void> {
    this.schemas.image.validate({ tags: [tag] });
    await this.images.addTag(writing(context), imageId, tag);
  }
}
