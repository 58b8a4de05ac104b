// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { Forbidden } from '../../errors.js';
import type { ImageData } from '../../images/image-data.js';
import type { GlanceSettings } from '../../settings.js';
import { writing } from '../read-only.js';
import { IMAGE_DATA, SETTINGS } from '../tokens.js';

@Controller('v2')
export class UploadImage {
  constructor(
    @Inject(IMAGE_DATA) private readonly data: ImageData,
    @Inject(SETTINGS) private readonly settings: GlanceSettings,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/images/:image_id/file',
    policy: { rule: 'upload_image', target: 'resource' },
    success: 204,
  })
  async upload(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Req() request: Request,
  ): Promise<void> {
    requireOctetStream(request);
    const store = this.settings.stores === undefined ? undefined : request.headers.get('x-image-meta-store');
    if (store !== undefined && !this.settings.stores?.includes(store))
      throw new HttpError(400, `Store for identifier ${store} not found`);
    try {
      await this.data.upload(writing(context), imageId, request.body, announcedSize(request), store);
    } catch (error) {
      if (error instanceof Forbidden) throw new HttpError(403, `Not allowed to upload image data for image ${imageId}`);
      throw error;
    }
  }
}

/** Throws `HttpError` 415 for a body that is not declared as plain bytes. */
export function requireOctetStream(request: Request): void {
  if (request.contentType !== 'application/octet-stream') throw new HttpError(415);
}

/** Bytes that the client announced; undefined where it did not, or announced none, as upstream has it. */
export function announcedSize(request: Request): number | undefined {
  return request.contentLength === 0 ? undefined : request.contentLength;
}
