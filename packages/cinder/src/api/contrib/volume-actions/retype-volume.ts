// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { VolumeRetype } from '../../../volumes/volume-retype.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { volumeActionSchemas } from '../../schemas/volume-actions.js';

@Controller('v3')
export class RetypeVolume {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeRetype) private readonly retyping: VolumeRetype,
  ) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-retype',
    policy: { rule: ['volume:retype', 'volume:multiattach'], target: 'resource' },
    success: 202,
  })
  async retype(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(volumeActionSchemas.retype)
    body: { readonly 'os-retype': { readonly new_type: string; readonly migration_policy?: string } },
  ): Promise<void> {
    const { new_type: type, migration_policy: policy = null } = body['os-retype'];
    await this.retyping.retype(context, await this.volumes.get(context, id), type, policy);
  }
}
