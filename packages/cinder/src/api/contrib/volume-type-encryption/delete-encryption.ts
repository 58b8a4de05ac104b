// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { EncryptionService } from '../../../volume-types/encryption-service.js';

@Controller('v3')
export class DeleteEncryption {
  constructor(@Inject(EncryptionService) private readonly encryptions: EncryptionService) {}

  @Operation({
    method: 'DELETE',
    path: '/types/:type_id/encryption/:id',
    policy: { rule: 'volume_extension:volume_type_encryption:delete' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('type_id') typeId: string): Promise<void> {
    await this.encryptions.delete(context, typeId);
  }
}
