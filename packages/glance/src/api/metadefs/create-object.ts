// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { objectView } from '../../metadefs/metadef-views.js';
import { requiredBody } from '../body.js';
import { METADEFS } from '../tokens.js';
import { objectRequest } from './requests.js';

@Controller('v2')
export class CreateObject {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'POST',
    path: '/metadefs/namespaces/:namespace/objects',
    policy: { rule: 'add_metadef_object', target: 'resource' },
    success: 201,
  })
  async create(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const values = objectRequest(await requiredBody(request), { isNew: true });
    return objectView(namespace, await this.metadefs.objects.create(context, namespace, values));
  }
}
