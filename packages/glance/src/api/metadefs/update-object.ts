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
export class UpdateObject {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'PUT',
    path: '/metadefs/namespaces/:namespace/objects/:object_name',
    policy: { rule: 'modify_metadef_object', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Param('object_name') name: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const values = objectRequest(await requiredBody(request), { isNew: false });
    return objectView(namespace, await this.metadefs.objects.update(context, namespace, name, values));
  }
}
