// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { QosSpecsService } from '../../../qos-specs/qos-specs-service.js';

/** Which volume types have a set of QoS specs; upstream changes that with GET too. */
@Controller('v3')
export class QosAssociations {
  constructor(@Inject(QosSpecsService) private readonly qosSpecs: QosSpecsService) {}

  @Operation({
    method: 'GET',
    path: '/qos-specs/:id/associations',
    policy: { rule: 'volume_extension:qos_specs_manage:get_all' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    const types = await this.qosSpecs.associations(context, id);
    return {
      qos_associations: types.map((type) => ({ association_type: 'volume_type', name: type.name, id: type.id })),
    };
  }

  @Operation({
    method: 'GET',
    path: '/qos-specs/:id/associate',
    policy: { rule: 'volume_extension:qos_specs_manage:update' },
    success: 202,
  })
  async associate(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<void> {
    await this.qosSpecs.associate(context, id, volumeTypeIn(request));
  }

  @Operation({
    method: 'GET',
    path: '/qos-specs/:id/disassociate',
    policy: { rule: 'volume_extension:qos_specs_manage:update' },
    success: 202,
  })
  async disassociate(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @Req() request: Request,
  ): Promise<void> {
    await this.qosSpecs.disassociate(context, id, volumeTypeIn(request));
  }

  @Operation({
    method: 'GET',
    path: '/qos-specs/:id/disassociate_all',
    policy: { rule: 'volume_extension:qos_specs_manage:update' },
    success: 202,
  })
  async disassociateAll(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.qosSpecs.disassociateAll(context, id);
  }
}

function volumeTypeIn(request: Request): string {
  const id = request.query.get('vol_type_id');
  if (!id) throw new HttpError(400, 'Volume Type id must not be None.');
  return id;
}
