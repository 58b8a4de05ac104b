// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Providers } from '../../providers/providers.js';
import { Traits } from '../../traits/traits.js';
import { answer, lastModified } from '../answers.js';
import { Fault } from '../fault.js';
import { checkGeneration } from '../inventories/inventory-rules.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { readBody } from '../request-body.js';
import { type ProviderTraitsBody, putProviderTraits } from '../schemas/names.js';
import { providerTraitsView } from './provider-traits-view.js';

@Controller(LEAF)
export class SetProviderTraits {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Traits) private readonly traits: Traits,
  ) {}

  @PlacementOperation({
    method: 'PUT',
    path: '/resource_providers/:uuid/traits',
    microversions: { min: '1.6' },
    policy: { rule: 'placement:resource_providers:traits:update' },
    success: 200,
    takesJson: true,
  })
  async set(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const body = await readBody<ProviderTraitsBody>(request, putProviderTraits);
    const provider = await this.providers.get(uuid);
    checkGeneration(
      provider,
      body.resource_provider_generation,
      "Resource provider's generation already changed. Please update the generation and try again.",
    );
    const wanted = new Set(body.traits);
    const rows = (await this.traits.list({ names: [...wanted] })).filter(({ name }) => wanted.has(name));
    for (const { name } of rows) wanted.delete(name);
    if (wanted.size > 0) throw new Fault(400, `No such trait ${[...wanted].join(', ')}`);
    const generation = await this.traits.setOfProvider(provider, rows);
    return answer(request, providerTraitsView(rows, generation), { lastModified: lastModified(rows) });
  }
}
