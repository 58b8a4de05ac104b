// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { namespaceDetailView } from '../../metadefs/metadef-views.js';
import { METADEFS } from '../tokens.js';
import { checkNamespaceQuery } from './list-queries.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class GetNamespace {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'GET',
    path: '/metadefs/namespaces/:namespace',
    policy: {
      rule: [
        'get_metadef_namespace',
        'list_metadef_resource_types',
        'get_metadef_objects',
        'get_metadef_properties',
        'get_metadef_tags',
      ],
      target: 'resource',
    },
    success: 200,
  })
  @WithoutBody()
  async get(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Req() request: Request,
  ): Promise<unknown> {
    checkNamespaceQuery(request.query);
    const resourceType = new Map(request.query).get('resource_type');
    return namespaceDetailView(await this.metadefs.namespaces.get(context, namespace, resourceType));
  }
}
