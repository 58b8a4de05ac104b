// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ConcurrentUpdateDetected, InventoryInUse } from '../../errors.js';
import { Inventories } from '../../inventories/inventories.js';
import { Providers } from '../../providers/providers.js';
import { emptyAnswer } from '../answers.js';
import { faultCodes } from '../fault.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';

@Controller(LEAF)
export class DeleteInventories {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Inventories) private readonly inventories: Inventories,
  ) {}

  @PlacementOperation({
    method: 'DELETE',
    path: '/resource_providers/:uuid/inventories',
    microversions: { min: '1.5' },
    policy: { rule: 'placement:resource_providers:inventories:delete' },
    success: 204,
  })
  async delete(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const provider = await this.providers.get(uuid);
    await rephrased(this.inventories.set(provider, new Map()), [
      [
        ConcurrentUpdateDetected,
        409,
        () =>
          `Unable to delete inventory for resource provider ${uuid} because the inventory was updated by another ` +
          'process. Please retry your request.',
        faultCodes.concurrentUpdate,
      ],
      [InventoryInUse, 409, ({ message }) => message, faultCodes.inventoryInUse],
    ]);
    return emptyAnswer(request, 204);
  }
}
