// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { associationView } from '../../metadefs/metadef-views.js';
import { requiredBody } from '../body.js';
import { METADEFS } from '../tokens.js';
import { associationRequest } from './requests.js';

@Controller('v2')
export class CreateAssociation {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'POST',
    path: '/metadefs/namespaces/:namespace/resource_types',
    policy: { rule: 'add_metadef_resource_type_association', target: 'resource' },
    success: 201,
  })
  async create(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const values = associationRequest(await requiredBody(request));
    return associationView(await this.metadefs.resourceTypes.associate(context, namespace, values));
  }
}
