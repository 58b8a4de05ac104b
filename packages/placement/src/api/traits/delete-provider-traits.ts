// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Providers } from '../../providers/providers.js';
import { Traits } from '../../traits/traits.js';
import { emptyAnswer } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';

@Controller(LEAF)
export class DeleteProviderTraits {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Traits) private readonly traits: Traits,
  ) {}

  @PlacementOperation({
    method: 'DELETE',
    path: '/resource_providers/:uuid/traits',
    microversions: { min: '1.6' },
    policy: { rule: 'placement:resource_providers:traits:delete' },
    success: 204,
  })
  async delete(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    await this.traits.setOfProvider(await this.providers.get(uuid), []);
    return emptyAnswer(request, 204);
  }
}
