// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';
import { addProjectAccessSchema } from '../../schemas/volume-types.js';

@Controller('v3')
export class AddProjectAccess {
  constructor(@Inject(VolumeTypeService) private readonly types: VolumeTypeService) {}

  @Operation({
    method: 'POST',
    path: '/types/:id/action',
    action: 'addProjectAccess',
    policy: { rule: 'volume_extension:volume_type_access:addProjectAccess' },
    success: 202,
  })
  async add(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(addProjectAccessSchema) body: { readonly addProjectAccess: { readonly project: string } },
  ): Promise<void> {
    await this.types.addAccess(context, id, body.addProjectAccess.project);
  }
}
