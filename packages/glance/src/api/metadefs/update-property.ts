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
export class UpdateProperty {
  constructor(@Inject(METADEFS) private readonly metadefs: Metadefs) {}

  @Operation({
    method: 'PUT',
    path: '/metadefs/namespaces/:namespace/properties/:property_name',
    policy: { rule: 'modify_metadef_property', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('namespace') namespace: string,
    @Param('property_name') name: string,
    @Req() request: Request,
  ): Promise<unknown> {
    const property = propertyRequest(await requiredBody(request));
    return propertyView(await this.metadefs.properties.update(context, namespace, name, property));
  }
}
