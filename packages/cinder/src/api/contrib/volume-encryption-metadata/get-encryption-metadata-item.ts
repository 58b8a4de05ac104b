// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, Response } from '@stackport/wsgi';
import { EncryptionMetadata } from '../../../volumes/encryption-metadata.js';

@Controller('v3')
export class GetEncryptionMetadataItem {
  constructor(@Inject(EncryptionMetadata) private readonly encryption: EncryptionMetadata) {}

  /**
   * One value as text, as upstream's WebOb answers it; nothing for one that is null. What upstream fails at with 500 is
   * the number's text here, and 404 for a name that there is not.
   */
  @Operation({
    method: 'GET',
    path: '/volumes/:volume_id/encryption/:id',
    policy: { rule: 'volume_extension:volume_encryption_metadata', target: 'resource' },
    success: 200,
  })
  async get(
    @Caller() context: RequestContext,
    @Param('volume_id') volumeId: string,
    @Param('id') name: string,
  ): Promise<Response> {
    const items = await this.encryption.get(context, volumeId);
    if (!Object.hasOwn(items, name)) throw new HttpError(404);
    const value = items[name];
    return Response.text(value === null || value === undefined ? '' : String(value));
  }
}
