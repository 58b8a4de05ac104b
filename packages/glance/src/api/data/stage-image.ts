// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import type { ImageStaging } from '../../import/image-staging.js';
import type { GlanceSettings } from '../../settings.js';
import { writing } from '../read-only.js';
import { IMAGE_STAGING, SETTINGS } from '../tokens.js';
import { announcedSize, requireOctetStream } from './upload-image.js';

@Controller('v2')
export class StageImage {
  constructor(
    @Inject(IMAGE_STAGING) private readonly staging: ImageStaging,
    @Inject(SETTINGS) private readonly settings: GlanceSettings,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/images/:image_id/stage',
    policy: { rule: 'modify_image', target: 'resource' },
    success: 204,
  })
  async stage(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Req() request: Request,
  ): Promise<void> {
    if (!this.settings.importMethods.includes('glance-direct'))
      throw new HttpError(404, "'glance-direct' method is not available at this site.");
    requireOctetStream(request);
    await this.staging.stage(writing(context), imageId, request.body, announcedSize(request));
  }
}
