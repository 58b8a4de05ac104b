// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { NotFound } from '../../errors.js';
import { Inventories } from '../../inventories/inventories.js';
import { Providers } from '../../providers/providers.js';
import { answer, lastModified } from '../answers.js';
import { Fault } from '../fault.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { singleInventoryView } from './inventory-view.js';

@Controller(LEAF)
export class GetInventory {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Inventories) private readonly inventories: Inventories,
  ) {}

  @PlacementOperation({
    method: 'GET',
    path: '/resource_providers/:uuid/inventories/:resource_class',
    policy: { rule: 'placement:resource_providers:inventories:show' },
    success: 200,
    givesJson: true,
  })
  async get(
    @Req() request: Request,
    @Param('uuid') uuid: string,
    @Param('resource_class') name: string,
  ): Promise<Response> {
    const provider = await rephrased(this.providers.get(uuid), [
      [NotFound, 404, ({ message }) => `No resource provider with uuid ${uuid} found : ${message}`],
    ]);
    const inventory = (await this.inventories.ofProvider(provider)).get(name);
    if (inventory === undefined) throw new Fault(404, `No inventory of class ${name} for ${uuid}`);
    return answer(request, singleInventoryView(inventory, provider.generation), {
      lastModified: lastModified([inventory]),
    });
  }
}
