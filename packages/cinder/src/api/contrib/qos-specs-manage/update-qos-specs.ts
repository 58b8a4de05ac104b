// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { QosSpecsService } from '../../../qos-specs/qos-specs-service.js';
import { deleteQosKeysSchema, updateQosSpecsSchema } from '../../schemas/qos-specs.js';

@Controller('v3')
export class UpdateQosSpecs {
  constructor(@Inject(QosSpecsService) private readonly qosSpecs: QosSpecsService) {}

  @Operation({
    method: 'PUT',
    path: '/qos-specs/:id',
    policy: { rule: 'volume_extension:qos_specs_manage:update' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(updateQosSpecsSchema) body: { readonly qos_specs: Record<string, string | null> },
  ): Promise<unknown> {
    await this.qosSpecs.update(context, id, body.qos_specs);
    return body;
  }

  @Operation({
    method: 'PUT',
    path: '/qos-specs/:id/delete_keys',
    policy: { rule: 'volume_extension:qos_specs_manage:delete' },
    success: 202,
  })
  async deleteKeys(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(deleteQosKeysSchema) body: { readonly keys: readonly string[] },
  ): Promise<void> {
    await this.qosSpecs.deleteKeys(context, id, body.keys);
  }
}
