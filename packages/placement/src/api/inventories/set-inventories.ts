// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import {
  ConcurrentUpdateDetected,
  InvalidInventoryCapacity,
  InventoryInUse,
  ResourceClassNotFound,
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
import { type InventoriesBody, putInventories } from '../schemas/inventories.js';
import { checkCapacities, checkGeneration } from './inventory-rules.js';
import { inventoriesOf, inventoriesView } from './inventory-view.js';

@Controller(LEAF)
export class SetInventories {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Inventories) private readonly inventories: Inventories,
  ) {}

  @PlacementOperation({
    method: 'PUT',
    path: '/resource_providers/:uuid/inventories',
    policy: { rule: 'placement:resource_providers:inventories:update' },
    success: 200,
    takesJson: true,
  })
  async set(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const provider = await this.providers.get(uuid);
    const body = await readBody<InventoriesBody>(request, putInventories);
    checkGeneration(provider, body.resource_provider_generation, 'resource provider generation conflict');
    const wanted = inventoriesOf(body.inventories);
    const conflict = ({ message }: Error): string => `update conflict: ${message}`;
    const generation = await rephrased(this.#set(provider, wanted, versionOf(request)), [
      [
        ResourceClassNotFound,
        400,
        ({ message }) => `Unknown resource class in inventory for resource provider ${uuid}: ${message}`,
      ],
      [ConcurrentUpdateDetected, 409, conflict, faultCodes.concurrentUpdate],
      [InventoryInUse, 409, conflict, faultCodes.inventoryInUse],
      [
        InvalidInventoryCapacity,
        400,
        ({ message }) => `Unable to update inventory for resource provider ${uuid}: ${message}`,
      ],
    ]);
    return answer(request, inventoriesView(wanted, generation), {
      lastModified: wanted.size === 0 ? undefined : new Date(),
    });
  }

  async #set(provider: Provider, wanted: ReadonlyMap<string, InventoryValues>, version: number): Promise<number> {
    checkCapacities(wanted, provider, version);
    return this.inventories.set(provider, wanted);
  }
}
