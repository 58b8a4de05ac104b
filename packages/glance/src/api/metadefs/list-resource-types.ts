// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Metadefs } from '../../metadefs/index.js';
import { resourceTypeView } from '../../metadefs/metadef-views.js';
import { METADEFS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class ListResourceTypes {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'GET',
    path: '/metadefs/resource_types',
    policy: { rule: 'list_metadef_resource_types', target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  async list(@Caller() context: RequestContext): Promise<unknown> {
    const types = await this.metadefs.resourceTypes.list(context);
    return { resource_types: types.map(resourceTypeView) };
  }
}
