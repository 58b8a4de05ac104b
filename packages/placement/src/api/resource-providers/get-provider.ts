// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Providers } from '../../providers/providers.js';
import { answer, lastModified } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { providerView } from './provider-view.js';

@Controller(LEAF)
export class GetProvider {
  constructor(@Inject(Providers) private readonly providers: Providers) {}

  @PlacementOperation({
    method: 'GET',
    path: '/resource_providers/:uuid',
    policy: { rule: 'placement:resource_providers:show' },
    success: 200,
    givesJson: true,
  })
  async get(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const provider = await this.providers.get(uuid);
    return answer(request, providerView(request, provider), { lastModified: lastModified([provider]) });
  }
}
