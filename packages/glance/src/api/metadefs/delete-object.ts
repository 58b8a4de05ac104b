// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Metadefs } from '../../metadefs/index.js';
import { METADEFS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class DeleteObject {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'DELETE',
    path: '/metadefs/namespaces/:namespace/objects/:object_name',
    policy: { rule: 'delete_metadef_object', target: 'resource' },
    success: 204,
  })
  @WithoutBody()
  async delete(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Param('object_name') name: string,
  ): Promise<void> {
    await this.metadefs.objects.delete(context, namespace, name);
  }
}
