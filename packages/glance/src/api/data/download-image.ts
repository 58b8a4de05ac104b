// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { NotFound as DataNotFound } from '@stackport/image-store';
import { Response, type Request } from '@stackport/wsgi';
import type { ImageData } from '../../images/image-data.js';
import { IMAGE_DATA } from '../tokens.js';
import { requestedBytes } from './byte-range.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class DownloadImage {
  constructor(@Inject(IMAGE_DATA) private readonly data: ImageData) {}

  @Operation({
    method: 'GET',
    path: '/images/:image_id/file',
    policy: { rule: 'download_image', target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  async download(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Req() request: Request,
  ): Promise<Response> {
    const image = await this.data.readable(context, imageId);
    const { size, checksum } = image.fields;
    const given = { range: request.headers.get('range'), contentRange: request.headers.get('content-range') };
    // Zed answers 500 to a range of an image whose size it does not know; here the range does not count then.
    const wanted = size === null ? undefined : requestedBytes(given, size);
    try {
      const body = await this.data.download(context, image, wanted);
      const headers: Record<string, string> = { 'Content-Type': 'application/octet-stream' };
      if (wanted !== undefined && size !== null)
        headers['Content-Range'] = `bytes ${wanted.offset}-${wanted.offset + wanted.length - 1}/${size}`;
      if (checksum) headers['Content-MD5'] = checksum;
      const length = wanted?.length ?? size;
      if (length !== null) headers['Content-Length'] = String(length);
      return new Response(wanted === undefined ? 200 : 206, headers, body);
    } catch (error) {
      // An image without data has no content; Zed says so.
      if (error instanceof DataNotFound) return new Response(204);
      throw error;
    }
  }
}
