// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { VolumeImageMetadata } from '../../../volumes/volume-image-metadata.js';
import { volumeActionSchemas } from '../../schemas/volume-actions.js';

const ACTION = 'os-set_image_metadata';

@Controller('v3')
export class SetImageMetadata {
  constructor(@Inject(VolumeImageMetadata) private readonly metadata: VolumeImageMetadata) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: ACTION,
    policy: { rule: 'volume_extension:volume_image_metadata:set', target: 'resource' },
    success: 200,
  })
  async set(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(volumeActionSchemas.setImageMetadata)
    body: { readonly [ACTION]: { readonly metadata: Readonly<Record<string, string>> } },
  ): Promise<unknown> {
    return { metadata: await this.metadata.set(context, id, body[ACTION].metadata) };
  }
}
