// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, CONTEXT_KEY, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { ImageImport } from '../../import/image-import.js';
import { parseImportRequest } from '../../import/import-input.js';
import type { GlanceSettings } from '../../settings.js';
import { requiredBody } from '../body.js';
import { writing } from '../read-only.js';
import { IMAGE_IMPORT, SETTINGS } from '../tokens.js';

@Controller('v2')
export class ImportImage {
  constructor(
    @Inject(IMAGE_IMPORT) private readonly imports: ImageImport,
    @Inject(SETTINGS) private readonly settings: GlanceSettings,
  ) {}

  @Operation({
    method: 'POST',
    path: '/images/:image_id/import',
    policy: { rule: ['modify_image', 'copy_image'], target: 'resource' },
    success: 202,
  })
  async import(
    @Caller() context: RequestContext,
    @Param('image_id') imageId: string,
    @Req() request: Request,
  ): Promise<void> {
    const wanted = parseImportRequest(await requiredBody(request), this.settings.importMethods);
    const header = request.headers.get('x-image-meta-store');
    const requestId = await this.imports.begin(writing(context), imageId, wanted, header);
    // Another worker has taken it on: the client is told the id that the request has in that worker's log.
    if (requestId !== undefined) request.environ[CONTEXT_KEY] = context.with({ requestId });
  }
}
