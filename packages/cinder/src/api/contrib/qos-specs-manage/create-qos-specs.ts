// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { QosSpecsService } from '../../../qos-specs/qos-specs-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { createQosSpecsSchema } from '../../schemas/qos-specs.js';
import { checkLength } from '../../validation/formats.js';
import { qosSpecsView } from './qos-specs-view.js';

@Controller('v3')
export class CreateQosSpecs {
  constructor(
    @Inject(QosSpecsService) private readonly qosSpecs: QosSpecsService,
    @Inject(CollectionRequests) private readonly collections: CollectionRequests,
  ) {}

  @Operation({
    method: 'POST',
    path: '/qos-specs',
    policy: { rule: 'volume_extension:qos_specs_manage:create' },
    success: 200,
  })
  async create(
    @Caller() context: RequestContext,
    @JsonBody(createQosSpecsSchema) body: { readonly qos_specs: Readonly<Record<string, unknown>> },
    @Req() request: Request,
  ): Promise<unknown> {
    const { name, ...values } = body.qos_specs;
    for (const [key, value] of Object.entries(values)) {
      checkLength(key, `Key "${key}"`, { min: 1, max: 255 });
      if (value !== null) checkLength(value, `Value for key "${key}"`, { max: 255 });
    }
    const { consumer, ...specs } = values as Record<string, string | null>;
    const created = await this.qosSpecs.create(context, {
      name: String(name).trim(),
      ...(consumer ? { consumer } : {}),
      specs,
    });
    return {
      qos_specs: qosSpecsView(created),
      links: this.collections.links(request, 'qos-specs', created.id),
    };
  }
}
