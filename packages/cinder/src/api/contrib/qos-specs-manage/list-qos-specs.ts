// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { QosSpecsService } from '../../../qos-specs/qos-specs-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { qosSpecsView } from './qos-specs-view.js';

@Controller('v3')
export class ListQosSpecs {
  constructor(
    @Inject(QosSpecsService) private readonly qosSpecs: QosSpecsService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({
    method: 'GET',
    path: '/qos-specs',
    policy: { rule: 'volume_extension:qos_specs_manage:get_all' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const { page, filters } = this.collections.read(request);
    const names = Object.keys(filters);
    // A filter that is no column of the table finds nothing; `name` and `consumer` are none.
    const isKnown = names.every((name) => name === 'id');
    const rows = isKnown ? await this.qosSpecs.list(context, filters, page) : [];
    const links = this.collections.nextLinks(request, 'qos-specs', rows);
    return { qos_specs: rows.map(qosSpecsView), ...(links.length > 0 ? { qos_specs_links: links } : {}) };
  }
}
