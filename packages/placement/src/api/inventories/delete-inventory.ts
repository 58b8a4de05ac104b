// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ConcurrentUpdateDetected, InventoryInUse, NotFound } from '../../errors.js';
import { Inventories } from '../../inventories/inventories.js';
import { Providers } from '../../providers/providers.js';
import { emptyAnswer } from '../answers.js';
import { faultCodes } from '../fault.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';

@Controller(LEAF)
export class DeleteInventory {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Inventories) private readonly inventories: Inventories,
  ) {}

  @PlacementOperation({
    method: 'DELETE',
    path: '/resource_providers/:uuid/inventories/:resource_class',
    policy: { rule: 'placement:resource_providers:inventories:delete' },
    success: 204,
  })
  async delete(
    @Req() request: Request,
    @Param('uuid') uuid: string,
    @Param('resource_class') name: string,
  ): Promise<Response> {
    const provider = await this.providers.get(uuid);
    const conflict = ({ message }: Error): string => `Unable to delete inventory of class ${name}: ${message}`;
    await rephrased(this.inventories.delete(provider, name), [
      [ConcurrentUpdateDetected, 409, conflict, faultCodes.concurrentUpdate],
      // The code is upstream's (placement 8.0, handlers/inventory.py), though nothing was updated.
      [InventoryInUse, 409, conflict, faultCodes.concurrentUpdate],
      [NotFound, 404, ({ message }) => `No inventory of class ${name} found for delete: ${message}`],
    ]);
    return emptyAnswer(request, 204);
  }
}
