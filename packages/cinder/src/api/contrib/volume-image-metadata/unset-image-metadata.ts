// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { VolumeImageMetadata } from '../../../volumes/volume-image-metadata.js';
import { volumeActionSchemas } from '../../schemas/volume-actions.js';

const ACTION = 'os-unset_image_metadata';

@Controller('v3')
export class UnsetImageMetadata {
  constructor(@Inject(VolumeImageMetadata) private readonly metadata: VolumeImageMetadata) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: ACTION,
    policy: { rule: 'volume_extension:volume_image_metadata:remove', target: 'resource' },
    success: 200,
  })
  async unset(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(volumeActionSchemas.unsetImageMetadata) body: { readonly [ACTION]: { readonly key: string } },
  ): Promise<void> {
    await this.metadata.unset(context, id, body[ACTION].key);
  }
}
