// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { VolumeTypeExtraSpecsNotFound } from '../../../errors/volume-types.js';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { visibleExtraSpecs } from '../../views/volume-type-view.js';

@Controller('v3')
export class GetExtraSpec {
  constructor(
    @Inject(VolumeTypeService) private readonly types: VolumeTypeService,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'GET',
    path: '/types/:type_id/extra_specs/:id',
    policy: { rule: 'volume_extension:types_extra_specs:show' },
    success: 200,
  })
  async get(
    @Caller() context: RequestContext,
    @Param('type_id') typeId: string,
    @Param('id') key: string,
  ): Promise<unknown> {
    const specs = visibleExtraSpecs(context, await this.types.get(context, typeId), this.enforcer);
    if (!Object.hasOwn(specs, key)) throw new VolumeTypeExtraSpecsNotFound(typeId, key);
    return { [key]: specs[key] };
  }
}
