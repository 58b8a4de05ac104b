// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { Invalid, NotFound } from '../../errors.js';
import type { ImageService } from '../../images/image-service.js';
import type { GlanceSettings } from '../../settings.js';
import { IMAGE_PRESENTER, IMAGES, SETTINGS } from '../tokens.js';
import type { ImagePresenter } from './image-presenter.js';
import { parseImageListQuery } from './list-images-query.js';

@Controller('v2')
export class ListImages {
  constructor(
    @Inject(IMAGES) private readonly images: ImageService,
    @Inject(IMAGE_PRESENTER) private readonly presenter: ImagePresenter,
    @Inject(SETTINGS) private readonly settings: GlanceSettings,
  ) {}

  @Operation({ method: 'GET', path: '/images', policy: { rule: 'get_images', target: 'resource' }, success: 200 })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const query = parseImageListQuery(request.query, this.settings);
    const { images, paged } = await this.images.list(context, query).catch((error: unknown) => {
      // A marker that the caller cannot see is a fault of the request.
      throw error instanceof NotFound ? new Invalid(error.message) : error;
    });
    const parameters = new URLSearchParams([...new Map(request.query)].filter(([name]) => name !== 'marker'));
    const last = images.at(-1);
    return {
      images: images.map((image) => this.presenter.show(context, image)),
      first: link(parameters),
      schema: '/v2/schemas/images',
      ...(paged && last !== undefined ? { next: link(new URLSearchParams([...parameters, ['marker', last.id]])) } : {}),
    };
  }
}

function link(parameters: URLSearchParams): string {
  return parameters.size === 0 ? '/v2/images' : `/v2/images?${parameters.toString()}`;
}
