// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Allocations } from '../../allocations/allocations.js';
import { NotFound } from '../../errors.js';
import { Providers } from '../../providers/providers.js';
import { answer, lastModified } from '../answers.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';

const WITH_GENERATION = 1028;

@Controller(LEAF)
export class ListProviderAllocations {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Allocations) private readonly allocations: Allocations,
  ) {}

  @PlacementOperation({
    method: 'GET',
    path: '/resource_providers/:uuid/allocations',
    policy: { rule: 'placement:resource_providers:allocations:list' },
    success: 200,
    givesJson: true,
  })
  async list(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const provider = await rephrased(this.providers.get(uuid), [
      [NotFound, 404, ({ message }) => `Resource provider '${uuid}' not found: ${message}`],
    ]);
    const { entries } = await this.allocations.ofProvider(provider);
    const hasGeneration = versionOf(request) >= WITH_GENERATION;
    const allocations = Object.fromEntries(
      entries.map(({ consumer, resources }) => [
        consumer.uuid,
        { resources, ...(hasGeneration ? { consumer_generation: consumer.generation } : {}) },
      ]),
    );
    const body = { allocations, resource_provider_generation: provider.generation };
    return answer(request, body, { lastModified: lastModified(entries) });
  }
}
