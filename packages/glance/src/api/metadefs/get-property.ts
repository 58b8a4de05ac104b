// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { propertyView } from '../../metadefs/metadef-views.js';
import { METADEFS } from '../tokens.js';

/** The second rule is asked where the query names a resource type. */
@Controller('v2')
export class GetProperty {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'GET',
    path: '/metadefs/namespaces/:namespace/properties/:property_name',
    policy: { rule: ['get_metadef_property', 'get_metadef_resource_type'], target: 'resource' },
    success: 200,
  })
  async get(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Param('property_name') name: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const resourceType = new Map(request.query).get('resource_type');
    return propertyView(await this.metadefs.properties.get(context, namespace, name, resourceType));
  }
}
