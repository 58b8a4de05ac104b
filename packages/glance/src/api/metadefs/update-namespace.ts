// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { namespaceView } from '../../metadefs/metadef-views.js';
import { requiredBody } from '../body.js';
import { METADEFS } from '../tokens.js';
import { namespaceRequest } from './requests.js';

/** Replaces a namespace's own attributes; content in the body must have the right form and is ignored, as upstream. */
@Controller('v2')
export class UpdateNamespace {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'PUT',
    path: '/metadefs/namespaces/:namespace',
    policy: { rule: 'modify_metadef_namespace', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const { values } = namespaceRequest(await requiredBody(request));
    return namespaceView(await this.metadefs.namespaces.update(context, namespace, values));
  }
}
