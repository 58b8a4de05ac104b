// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { type ReshapedInventories, Reshaper } from '../../allocations/reshaper.js';
import { ConcurrentUpdateDetected, InvalidInventory, InventoryInUse, NotFound } from '../../errors.js';
import { requestsOf } from '../allocations/allocation-bodies.js';
import { emptyAnswer } from '../answers.js';
import { faultCodes } from '../fault.js';
import { inventoriesOf } from '../inventories/inventory-view.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { readBody } from '../request-body.js';
import { schemaAt } from '../schemas/allocations.js';
import { postReshaper, type ReshapeBody } from '../schemas/inventories.js';

@Controller(LEAF)
export class Reshape {
  constructor(@Inject(Reshaper) private readonly reshaper: Reshaper) {}

  @PlacementOperation({
    method: 'POST',
    path: '/reshaper',
    microversions: { min: '1.30' },
    policy: { rule: 'placement:reshaper:reshape' },
    success: 204,
    takesJson: true,
  })
  async reshape(@Req() request: Request): Promise<Response> {
    const version = versionOf(request);
    const body = await readBody<ReshapeBody>(request, schemaAt(postReshaper, version));
    const inventories = new Map<string, ReshapedInventories>(
      Object.entries(body.inventories).map(([uuid, { resource_provider_generation: generation, inventories: own }]) => [
        uuid,
        { generation, inventories: inventoriesOf(own) },
      ]),
    );
    const conflict = ({ message }: Error): string => `update conflict: ${message}`;
    await rephrased(this.reshaper.reshape(inventories, requestsOf(body.allocations, version)), [
      [ConcurrentUpdateDetected, 409, conflict, faultCodes.concurrentUpdate],
      [NotFound, 400, ({ message }) => `malformed reshaper data: ${message}`],
      [InventoryInUse, 409, conflict, faultCodes.inventoryInUse],
      [InvalidInventory, 409, ({ message }) => `Unable to allocate inventory: ${message}`],
    ]);
    return emptyAnswer(request, 204);
  }
}
