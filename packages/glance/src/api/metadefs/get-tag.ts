// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Metadefs } from '../../metadefs/index.js';
import { tagView } from '../../metadefs/metadef-views.js';
import { METADEFS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class GetTag {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'GET',
    path: '/metadefs/namespaces/:namespace/tags/:tag_name',
    policy: { rule: 'get_metadef_tag', target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  async get(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Param('tag_name') name: string,
  ): Promise<unknown> {
    return tagView(await this.metadefs.tags.get(context, namespace, name));
  }
}
