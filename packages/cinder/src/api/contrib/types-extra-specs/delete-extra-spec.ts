// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { checkUnused } from './extra-spec-rules.js';

@Controller('v3')
export class DeleteExtraSpec {
  constructor(@Inject(VolumeTypeService) private readonly types: VolumeTypeService) {}

  @Operation({
    method: 'DELETE',
    path: '/types/:type_id/extra_specs/:id',
    policy: { rule: 'volume_extension:types_extra_specs:delete' },
    success: 202,
  })
  async delete(
    @Caller() context: RequestContext,
    @Param('type_id') typeId: string,
    @Param('id') key: string,
  ): Promise<void> {
    await this.types.get(context, typeId);
    await checkUnused(this.types, typeId);
    await this.types.deleteExtraSpec(context, typeId, key);
  }
}
