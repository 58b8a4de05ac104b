// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { tagNamesView } from '../../metadefs/metadef-views.js';
import { METADEFS } from '../tokens.js';
import { parseTagListQuery } from './list-queries.js';

@Controller('v2')
export class ListTags {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'GET',
    path: '/metadefs/namespaces/:namespace/tags',
    policy: { rule: 'get_metadef_tags', target: 'resource' },
    success: 200,
  })
  async list(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const tags = await this.metadefs.tags.list(context, namespace, parseTagListQuery(request.query));
    return tagNamesView(tags.map(({ name }) => name));
  }
}
