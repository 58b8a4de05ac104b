// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { NotFound } from '../../errors.js';
import { Inventories } from '../../inventories/inventories.js';
import { Providers } from '../../providers/providers.js';
import { answer, lastModified } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { inventoriesView } from './inventory-view.js';

@Controller(LEAF)
export class ListInventories {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Inventories) private readonly inventories: Inventories,
  ) {}

  @PlacementOperation({
    method: 'GET',
    path: '/resource_providers/:uuid/inventories',
    policy: { rule: 'placement:resource_providers:inventories:list' },
    success: 200,
    givesJson: true,
  })
  async list(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const provider = await rephrased(this.providers.get(uuid), [
      [NotFound, 404, ({ message }) => `No resource provider with uuid ${uuid} found : ${message}`],
    ]);
    const inventories = await this.inventories.ofProvider(provider);
    return answer(request, inventoriesView(inventories, provider.generation), {
      lastModified: inventories.size === 0 ? undefined : lastModified(inventories.values()),
    });
  }
}
