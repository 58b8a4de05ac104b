// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { VolumeTypeEncryptionNotFound } from '../../../errors/volume-types.js';
import { EncryptionService } from '../../../volume-types/encryption-service.js';
import { encryptionView } from './encryption-view.js';

@Controller('v3')
export class GetEncryption {
  constructor(@Inject(EncryptionService) private readonly encryptions: EncryptionService) {}

  @Operation({
    method: 'GET',
    path: '/types/:type_id/encryption',
    policy: { rule: 'volume_extension:volume_type_encryption:get' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('type_id') typeId: string): Promise<unknown> {
    return encryptionView(await this.encryptions.get(context, typeId));
  }

  @Operation({
    method: 'GET',
    path: '/types/:type_id/encryption/:id',
    policy: { rule: 'volume_extension:volume_type_encryption:get' },
    success: 200,
  })
  async getItem(
    @Caller() context: RequestContext,
    @Param('type_id') typeId: string,
    @Param('id') key: string,
  ): Promise<unknown> {
    const view = encryptionView(await this.encryptions.get(context, typeId));
    if (!Object.hasOwn(view, key)) throw new VolumeTypeEncryptionNotFound(typeId);
    return { [key]: view[key] };
  }
}
