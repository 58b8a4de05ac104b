// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Aggregates } from '../../aggregates/aggregates.js';
import { Providers } from '../../providers/providers.js';
import { answer } from '../answers.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { aggregatesView } from './aggregates-view.js';

@Controller(LEAF)
export class ListAggregates {
  constructor(
    @Inject(Providers) private readonly providers: Providers,
    @Inject(Aggregates) private readonly aggregates: Aggregates,
  ) {}

  @PlacementOperation({
    method: 'GET',
    path: '/resource_providers/:uuid/aggregates',
    microversions: { min: '1.1' },
    policy: { rule: 'placement:resource_providers:aggregates:list' },
    success: 200,
    givesJson: true,
  })
  async list(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const provider = await this.providers.get(uuid);
    const uuids = await this.aggregates.ofProvider(provider);
    return answer(request, aggregatesView(uuids, provider.generation, versionOf(request)));
  }
}
