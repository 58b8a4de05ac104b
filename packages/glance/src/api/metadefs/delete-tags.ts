// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Metadefs } from '../../metadefs/index.js';
import { METADEFS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class DeleteTags {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'DELETE',
    path: '/metadefs/namespaces/:namespace/tags',
    policy: { rule: ['delete_metadef_namespace', 'delete_metadef_tags'], target: 'resource' },
    success: 204,
  })
  @WithoutBody()
  async delete(@Caller() context: RequestContext, @Param('namespace') namespace: string): Promise<void> {
    await this.metadefs.namespaces.deleteTags(context, namespace);
  }
}
