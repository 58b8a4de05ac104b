// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { objectView } from '../../metadefs/metadef-views.js';
import { METADEFS } from '../tokens.js';
import { checkObjectListQuery } from './list-queries.js';

@Controller('v2')
export class ListObjects {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'GET',
    path: '/metadefs/namespaces/:namespace/objects',
    policy: { rule: ['get_metadef_objects', 'get_metadef_object'], target: 'resource' },
    success: 200,
  })
  async list(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Req() request: Request,
  ): Promise<unknown> {
    checkObjectListQuery(request.query);
    const objects = await this.metadefs.objects.list(context, namespace);
    // Upstream's link begins without a slash here (api/v2/metadef_objects.py, Zed).
    return { objects: objects.map((object) => objectView(namespace, object)), schema: 'v2/schemas/metadefs/objects' };
  }
}
