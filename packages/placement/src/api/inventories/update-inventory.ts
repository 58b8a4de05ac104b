// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import {
  ConcurrentUpdateDetected,
  InvalidInventoryCapacity,
  InventoryWithResourceClassNotFound,
} from '../../errors.js';
import { Inventories } from '../../inventories/inventories.js';
import type { InventoryValues } from '../../inventories/inventory.js';
import type { Provider } from '../../providers/provider.js';
import { Providers } from '../../providers/providers.js';
import { answer } from '../answers.js';
import { faultCodes } from '../fault.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { readBody } from '../request-body.js';
import { type InventoryBody, putInventory } from '../schemas/inventories.js';
import { checkCapacities, checkGeneration } from './inventory-rules.js';
import { inventoryOf, singleInventoryView } from './inventory-view.js';

@Controller(LEAF)
export class UpdateInventory {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Inventories) private readonly inventories: Inventories,
  ) {}

  @PlacementOperation({
    method: 'PUT',
    path: '/resource_providers/:uuid/inventories/:resource_class',
    policy: { rule: 'placement:resource_providers:inventories:update' },
    success: 200,
    takesJson: true,
  })
  async update(
    @Req() request: Request,
    @Param('uuid') uuid: string,
    @Param('resource_class') name: string,
  ): Promise<Response> {
    const provider = await this.providers.get(uuid);
    const body = await readBody<InventoryBody & { readonly resource_provider_generation: number }>(
      request,
      putInventory,
    );
    checkGeneration(provider, body.resource_provider_generation, 'resource provider generation conflict');
    const values = inventoryOf(body);
    const generation = await rephrased(this.#update(provider, name, values, versionOf(request)), [
      [ConcurrentUpdateDetected, 409, ({ message }) => `update conflict: ${message}`, faultCodes.concurrentUpdate],
      [
        InventoryWithResourceClassNotFound,
        400,
        ({ message }) => `No inventory record with resource class for resource provider ${uuid}: ${message}`,
      ],
      [
        InvalidInventoryCapacity,
        400,
        ({ message }) => `Unable to update inventory for resource provider ${uuid}: ${message}`,
      ],
    ]);
    return answer(request, singleInventoryView(values, generation));
  }

  async #update(provider: Provider, name: string, values: InventoryValues, version: number): Promise<number> {
    checkCapacities(new Map([[name, values]]), provider, version);
    return this.inventories.update(provider, name, values);
  }
}
