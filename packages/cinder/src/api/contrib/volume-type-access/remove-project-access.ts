// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { removeProjectAccessSchema } from '../../schemas/volume-types.js';

@Controller('v3')
export class RemoveProjectAccess {
  constructor(@Inject(VolumeTypeService) private readonly types: VolumeTypeService) {}

  @Operation({
    method: 'POST',
    path: '/types/:id/action',
    action: 'removeProjectAccess',
    policy: { rule: 'volume_extension:volume_type_access:removeProjectAccess' },
    success: 202,
  })
  async remove(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(removeProjectAccessSchema) body: { readonly removeProjectAccess: { readonly project: string } },
  ): Promise<void> {
    await this.types.removeAccess(context, id, body.removeProjectAccess.project);
  }
}
