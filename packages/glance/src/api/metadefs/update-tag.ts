// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { tagView } from '../../metadefs/metadef-views.js';
import { requiredBody } from '../body.js';
import { METADEFS } from '../tokens.js';
import { tagRequest } from './requests.js';

@Controller('v2')
export class UpdateTag {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'PUT',
    path: '/metadefs/namespaces/:namespace/tags/:tag_name',
    policy: { rule: 'modify_metadef_tag', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Param('tag_name') name: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const newName = tagRequest(await requiredBody(request));
    return tagView(await this.metadefs.tags.rename(context, namespace, name, newName));
  }
}
