// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { VolumeTypeInUse } from '../../../errors/volume-types.js';
import { VolumeTypeService } from '../../../volume-types/volume-type-service.js';

@Controller('v3')
export class DeleteType {
  constructor(@Inject(VolumeTypeService) private readonly types: VolumeTypeService) {}

  @Operation({ method: 'DELETE', path: '/types/:id', policy: { rule: 'volume_extension:type_delete' }, success: 202 })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.types.delete(context, id).catch((error: unknown) => {
      throw error instanceof VolumeTypeInUse
        ? new HttpError(400, 'Target volume type is still in use.', { cause: error })
        : error;
    });
  }
}
