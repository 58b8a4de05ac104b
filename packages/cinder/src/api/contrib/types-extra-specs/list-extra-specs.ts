// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { visibleExtraSpecs } from '../../views/volume-type-view.js';

@Controller('v3')
export class ListExtraSpecs {
  constructor(
    @Inject(VolumeTypeService) private readonly types: VolumeTypeService,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'GET',
    path: '/types/:type_id/extra_specs',
    policy: { rule: 'volume_extension:types_extra_specs:index' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Param('type_id') typeId: string): Promise<unknown> {
    const row = await this.types.get(context, typeId);
    return { extra_specs: visibleExtraSpecs(context, row, this.enforcer) };
  }
}
