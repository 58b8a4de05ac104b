// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { EncryptionService } from '../../../volume-types/encryption-service.js';
import { type EncryptionBody, updateEncryptionSchema } from '../../schemas/volume-types.js';
import { encryptionValues } from './encryption-view.js';

@Controller('v3')
export class UpdateEncryption {
  constructor(@Inject(EncryptionService) private readonly encryptions: EncryptionService) {}

  @Operation({
    method: 'PUT',
    path: '/types/:type_id/encryption/:id',
    policy: { rule: 'volume_extension:volume_type_encryption:update' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('type_id') typeId: string,
    @Param('id') id: string,
    @JsonBody(updateEncryptionSchema) body: EncryptionBody,
  ): Promise<unknown> {
    const values = encryptionValues(body);
    await this.encryptions.update(context, typeId, id, values);
    return { encryption: { ...body.encryption, ...('keySize' in values ? { key_size: values.keySize } : {}) } };
  }
}
