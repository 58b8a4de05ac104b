// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { EncryptionService } from '../../../volume-types/encryption-service.js';
import { createEncryptionSchema, type EncryptionBody } from '../../schemas/volume-types.js';
import { encryptionValues } from './encryption-view.js';

@Controller('v3')
export class CreateEncryption {
  constructor(@Inject(EncryptionService) private readonly encryptions: EncryptionService) {}

  @Operation({
    method: 'POST',
    path: '/types/:type_id/encryption',
    policy: { rule: 'volume_extension:volume_type_encryption:create' },
    success: 200,
  })
  async create(
    @Caller() context: RequestContext,
    @Param('type_id') typeId: string,
    @JsonBody(createEncryptionSchema) body: EncryptionBody,
  ): Promise<unknown> {
    const { provider = '', controlLocation = '', ...values } = encryptionValues(body);
    const specs = { ...body.encryption, ...('keySize' in values ? { key_size: values.keySize } : {}) };
    const row = await this.encryptions.create(context, typeId, { provider, controlLocation, ...values }, specs);
    // Upstream's table adds its own to the very object that is answered.
    return { encryption: { ...specs, volume_type_id: typeId, encryption_id: row?.encryptionId } };
  }
}
