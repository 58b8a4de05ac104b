// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { NotFound } from '../../errors.js';
import { Providers } from '../../providers/providers.js';
import { Usages } from '../../usages/usages.js';
import { answer } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';

@Controller(LEAF)
export class GetProviderUsages {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Usages) private readonly usages: Usages,
  ) {}

  @PlacementOperation({
    method: 'GET',
    path: '/resource_providers/:uuid/usages',
    policy: { rule: 'placement:resource_providers:usages' },
    success: 200,
    givesJson: true,
  })
  async get(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const provider = await rephrased(this.providers.get(uuid), [
      [NotFound, 404, ({ message }) => `No resource provider with uuid ${uuid} found: ${message}`],
    ]);
    const usages = await this.usages.ofProvider(provider);
    return answer(request, { resource_provider_generation: provider.generation, usages });
  }
}
