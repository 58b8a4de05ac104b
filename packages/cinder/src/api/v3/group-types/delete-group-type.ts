// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { GroupTypeInUse } from '../../../errors/group-types.js';
import { GroupTypeService } from '../../../group-types/group-type-service.js';

@Controller('v3')
export class DeleteGroupType {
  constructor(@Inject(GroupTypeService) private readonly types: GroupTypeService) {}

  @Operation({
    method: 'DELETE',
    path: '/group_types/:id',
    microversions: { min: '3.11' },
    policy: { rule: 'group:group_types:delete' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.types.delete(context, id).catch((error: unknown) => {
      throw error instanceof GroupTypeInUse
        ? new HttpError(400, 'Target group type is still in use.', { cause: error })
        : error;
    });
  }
}
