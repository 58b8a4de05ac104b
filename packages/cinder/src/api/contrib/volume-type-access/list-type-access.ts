// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { NotFound } from '../../../errors/base.js';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';

@Controller('v3')
export class ListTypeAccess {
  constructor(@Inject(VolumeTypeService) private readonly types: VolumeTypeService) {}

  @Operation({
    method: 'GET',
    path: '/types/:type_id/os-volume-type-access',
    policy: { rule: 'volume_extension:volume_type_access:get_all_for_type' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Param('type_id') typeId: string): Promise<unknown> {
    const row = await this.types.get(context, typeId);
    if (row.isPublic === true) throw new NotFound('Access list not available for public volume types.');
    return {
      volume_type_access: row.projects.map(({ projectId }) => ({ volume_type_id: row.id, project_id: projectId })),
    };
  }
}
