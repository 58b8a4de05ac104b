// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { VolumeService } from '../../../volumes/volume-service.js';
import { VolumePresenter } from './volume-presenter.js';

@Controller('v3')
export class GetVolume {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumePresenter) private readonly presenter: VolumePresenter,
  ) {}

  @Operation({
    method: 'GET',
    path: '/volumes/:id',
    policy: { rule: 'volume:get', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const volume = await this.volumes.get(context, id);
    return { volume: this.presenter.detail(context, request, volume, { extended: true }) };
  }
}
