// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ConcurrentUpdateDetected, InvalidInventoryCapacity, InventoryExists, NotFound } from '../../errors.js';
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
import { providerUrl } from '../resource-providers/provider-view.js';
import { type InventoryBody, postInventory } from '../schemas/inventories.js';
import { checkCapacities } from './inventory-rules.js';
import { inventoryOf, singleInventoryView } from './inventory-view.js';

@Controller(LEAF)
export class CreateInventory {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Inventories) private readonly inventories: Inventories,
  ) {}

  @PlacementOperation({
    method: 'POST',
    path: '/resource_providers/:uuid/inventories',
    policy: { rule: 'placement:resource_providers:inventories:create' },
    success: 201,
    takesJson: true,
  })
  async create(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const provider = await this.providers.get(uuid);
    const body = await readBody<InventoryBody & { readonly resource_class: string }>(request, postInventory);
    const { resource_class: name } = body;
    const values = inventoryOf(body);
    const conflict = ({ message }: Error): string => `Update conflict: ${message}`;
    const refused = ({ message }: Error): string =>
      `Unable to create inventory for resource provider ${uuid}: ${message}`;
    const generation = await rephrased(this.#create(provider, name, values, versionOf(request)), [
      [ConcurrentUpdateDetected, 409, conflict, faultCodes.concurrentUpdate],
      [InventoryExists, 409, conflict, faultCodes.concurrentUpdate],
      [InvalidInventoryCapacity, 400, refused],
      [NotFound, 400, refused],
    ]);
    return answer(request, singleInventoryView(values, generation), {
      status: 201,
      location: `${providerUrl(request, provider.uuid)}/inventories/${name}`,
    });
  }

  async #create(provider: Provider, name: string, values: InventoryValues, version: number): Promise<number> {
    checkCapacities(new Map([[name, values]]), provider, version);
    return this.inventories.create(provider, name, values);
  }
}
