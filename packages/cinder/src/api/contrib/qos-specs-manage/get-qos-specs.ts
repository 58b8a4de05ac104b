// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { QosSpecsService } from '../../../qos-specs/qos-specs-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { qosSpecsView } from './qos-specs-view.js';

@Controller('v3')
export class GetQosSpecs {
  constructor(
    @Inject(QosSpecsService) private readonly qosSpecs: QosSpecsService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({
    method: 'GET',
    path: '/qos-specs/:id',
    policy: { rule: 'volume_extension:qos_specs_manage:get' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const specs = await this.qosSpecs.get(context, id);
    return { qos_specs: qosSpecsView(specs), links: this.collections.links(request, 'qos-specs', id) };
  }
}
