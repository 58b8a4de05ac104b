// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { VolumeExtension } from '../../../volumes/volume-extension.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { flagOf } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { volumeActionSchemas } from '../../schemas/volume-actions.js';

const PATH = '/volumes/:id/action';
const EXTEND_IN_USE = 3042;

/** Changing a volume by actions. */
@Controller('v3')
export class ChangeActions {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeExtension) private readonly extension: VolumeExtension,
  ) {}

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'os-extend',
    policy: { rule: ['volume:extend', 'volume:extend_attached_volume'], target: 'resource' },
    success: 202,
  })
  async extend(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @Req() request: Request,
    @JsonBody(volumeActionSchemas.extend) body: { readonly 'os-extend': { new_size: number | string } },
  ): Promise<void> {
    const volume = await this.volumes.get(context, id);
    const attached = microversionOf(request) >= EXTEND_IN_USE && volume.status === 'in-use';
    await this.extension.extend(context, volume, Number(body['os-extend'].new_size), { attached });
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'os-set_bootable',
    policy: { rule: 'volume:update', target: 'resource' },
    success: 200,
  })
  async setBootable(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(volumeActionSchemas.setBootable) body: { readonly 'os-set_bootable': { bootable: unknown } },
  ): Promise<void> {
    await this.volumes.update(context, id, { bootable: flagOf(body['os-set_bootable'].bootable) });
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'os-update_readonly_flag',
    policy: { rule: 'volume:update_readonly_flag', target: 'resource' },
    success: 202,
  })
  async updateReadonly(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(volumeActionSchemas.updateReadonly) body: { readonly 'os-update_readonly_flag': { readonly: unknown } },
  ): Promise<void> {
    await this.volumes.setReadonly(context, id, flagOf(body['os-update_readonly_flag'].readonly) === true);
  }
}
