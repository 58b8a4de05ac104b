// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { EncryptionMetadata } from '../../../volumes/encryption-metadata.js';

@Controller('v3')
export class GetEncryptionMetadata {
  constructor(@Inject(EncryptionMetadata) private readonly encryption: EncryptionMetadata) {}

  @Operation({
    method: 'GET',
    path: '/volumes/:volume_id/encryption',
    policy: { rule: 'volume_extension:volume_encryption_metadata', target: 'resource' },
    success: 200,
  })
  get(@Caller() context: RequestContext, @Param('volume_id') volumeId: string): Promise<unknown> {
    return this.encryption.get(context, volumeId);
  }
}
