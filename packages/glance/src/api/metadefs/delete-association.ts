// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Metadefs } from '../../metadefs/index.js';
import { METADEFS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class DeleteAssociation {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'DELETE',
    path: '/metadefs/namespaces/:namespace/resource_types/:resource_type',
    policy: { rule: 'remove_metadef_resource_type_association', target: 'resource' },
    success: 204,
  })
  @WithoutBody()
  async delete(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Param('resource_type') name: string,
  ): Promise<void> {
    await this.metadefs.resourceTypes.dissociate(context, namespace, name);
  }
}
