// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { NotFound } from '../../errors.js';
import { Providers } from '../../providers/providers.js';
import { Traits } from '../../traits/traits.js';
import { answer, lastModified } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { providerTraitsView } from './provider-traits-view.js';

@Controller(LEAF)
export class ListProviderTraits {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Traits) private readonly traits: Traits,
  ) {}

  @PlacementOperation({
    method: 'GET',
    path: '/resource_providers/:uuid/traits',
    microversions: { min: '1.6' },
    policy: { rule: 'placement:resource_providers:traits:list' },
    success: 200,
    givesJson: true,
  })
  async list(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const provider = await rephrased(this.providers.get(uuid), [
      [NotFound, 404, ({ message }) => `No resource provider with uuid ${uuid} found: ${message}`],
    ]);
    const rows = await this.traits.ofProvider(provider.id);
    return answer(request, providerTraitsView(rows, provider.generation), { lastModified: lastModified(rows) });
  }
}
