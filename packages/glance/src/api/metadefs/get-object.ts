// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Metadefs } from '../../metadefs/index.js';
import { objectView } from '../../metadefs/metadef-views.js';
import { METADEFS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class GetObject {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'GET',
    path: '/metadefs/namespaces/:namespace/objects/:object_name',
    policy: { rule: 'get_metadef_object', target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  async get(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Param('object_name') name: string,
  ): Promise<unknown> {
    return objectView(namespace, await this.metadefs.objects.get(context, namespace, name));
  }
}
