// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { Metadefs } from '../../metadefs/index.js';
import { propertyView } from '../../metadefs/metadef-views.js';
import { requiredBody } from '../body.js';
import { METADEFS } from '../tokens.js';
import { propertyRequest } from './requests.js';

@Controller('v2')
export class CreateProperty {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'POST',
    path: '/metadefs/namespaces/:namespace/properties',
    policy: { rule: 'add_metadef_property', target: 'resource' },
    success: 201,
  })
  async create(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const property = propertyRequest(await requiredBody(request));
    return propertyView(await this.metadefs.properties.create(context, namespace, property));
  }
}
