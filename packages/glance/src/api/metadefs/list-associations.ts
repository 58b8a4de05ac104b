// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Metadefs } from '../../metadefs/index.js';
import { associationView } from '../../metadefs/metadef-views.js';
import { METADEFS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class ListAssociations {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'GET',
    path: '/metadefs/namespaces/:namespace/resource_types',
    policy: { rule: ['list_metadef_resource_types', 'get_metadef_resource_type'], target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  async list(@Caller() context: RequestContext, @Param('namespace') namespace: string): Promise<unknown> {
    const associations = await this.metadefs.resourceTypes.listAssociations(context, namespace);
    return { resource_type_associations: associations.map(associationView) };
  }
}
