// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Aggregates } from '../../aggregates/aggregates.js';
import { ConcurrentUpdateDetected } from '../../errors.js';
import { Providers } from '../../providers/providers.js';
import { answer } from '../answers.js';
import { faultCodes } from '../fault.js';
import { checkGeneration } from '../inventories/inventory-rules.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { readBody } from '../request-body.js';
import { schemaAt } from '../schemas/allocations.js';
import { type AggregatesBody, putAggregates } from '../schemas/providers.js';
import { aggregatesView, hasGeneration } from './aggregates-view.js';

@Controller(LEAF)
export class SetAggregates {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Aggregates) private readonly aggregates: Aggregates,
  ) {}

  @PlacementOperation({
    method: 'PUT',
    path: '/resource_providers/:uuid/aggregates',
    microversions: { min: '1.1' },
    policy: { rule: 'placement:resource_providers:aggregates:update' },
    success: 200,
    takesJson: true,
  })
  async set(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const version = versionOf(request);
    const bump = hasGeneration(version);
    const provider = await this.providers.get(uuid);
    const body = await readBody<AggregatesBody | readonly string[]>(request, schemaAt(putAggregates, version));
    const uuids = 'aggregates' in body ? body.aggregates : body;
    if ('aggregates' in body)
      checkGeneration(
        provider,
        body.resource_provider_generation,
        "Resource provider's generation already changed. Please update the generation and try again.",
      );
    const generation = await rephrased(this.aggregates.setOfProvider(provider, uuids, { bump }), [
      [ConcurrentUpdateDetected, 409, ({ message }) => `Update conflict: ${message}`, faultCodes.concurrentUpdate],
    ]);
    return answer(request, aggregatesView(uuids, generation, version));
  }
}
