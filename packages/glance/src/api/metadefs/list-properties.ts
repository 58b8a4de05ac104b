// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Metadefs } from '../../metadefs/index.js';
import { propertiesView } from '../../metadefs/metadef-views.js';
import { METADEFS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class ListProperties {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'GET',
    path: '/metadefs/namespaces/:namespace/properties',
    policy: { rule: 'get_metadef_properties', target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  async list(@Caller() context: RequestContext, @Param('namespace') namespace: string): Promise<unknown> {
    return propertiesView(await this.metadefs.properties.list(context, namespace));
  }
}
