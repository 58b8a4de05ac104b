// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { FlavorService } from '../../flavors/flavor-service.js';
import { FlavorPresenter } from './flavor-presenter.js';

@Controller('v2.1')
export class GetFlavor {
  constructor(
    @Inject(FlavorService) private readonly flavors: FlavorService,
    @Inject(FlavorPresenter) private readonly presenter: FlavorPresenter,
  ) {}

  @Operation({ method: 'GET', path: '/flavors/:id', policy: 'authenticated', success: 200 })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    return this.presenter.answer(context, request, await this.flavors.get(context, id));
  }
}
