// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ResourceClassNotFound, TraitNotFound } from '../../errors.js';
import { type ProviderFilter, ProviderSearch } from '../../providers/provider-search.js';
import { answer, lastModified } from '../answers.js';
import { versionOf } from '../microversion.js';
import { parseAggregates, parseResources, parseTraits } from '../parameters.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { Query } from '../query.js';
import { rephrased } from '../rephrased.js';
import { schemaAt } from '../schemas/allocations.js';
import { listProviders } from '../schemas/providers.js';
import { providerView } from './provider-view.js';

@Controller(LEAF)
export class ListProviders {
  constructor(@Inject(ProviderSearch) private readonly search: ProviderSearch) {}

  @PlacementOperation({
    method: 'GET',
    path: '/resource_providers',
    policy: { rule: 'placement:resource_providers:list' },
    success: 200,
    givesJson: true,
  })
  async list(@Req() request: Request): Promise<Response> {
    const version = versionOf(request);
    const query = new Query(request, schemaAt(listProviders, version));
    const providers = await rephrased(this.search.list(filterOf(query, version)), [
      [ResourceClassNotFound, 400, ({ message }) => `Invalid resource class in resources parameter: ${message}`],
      [TraitNotFound, 400, ({ message }) => `Invalid trait(s) in "required" parameter: ${message}`],
    ]);
    const body = { resource_providers: providers.map((provider) => providerView(request, provider)) };
    return answer(request, body, { lastModified: lastModified(providers) });
  }
}

function filterOf(query: Query, version: number): ProviderFilter {
  const aggregates = parseAggregates(query, '', version);
  const traits = parseTraits(query, '', version);
  const [name, uuid, inTree, resources] = ['name', 'uuid', 'in_tree', 'resources'].map((key) => query.get(key));
  return {
    // An empty name or uuid is as none to upstream.
    ...(name === undefined || name === '' ? {} : { name }),
    ...(uuid === undefined || uuid === '' ? {} : { uuid }),
    ...(inTree === undefined || inTree === '' ? {} : { inTree }),
    required: traits.required,
    forbidden: traits.forbidden,
    memberOf: aggregates.required,
    forbiddenAggregates: aggregates.forbidden,
    resources: resources === undefined ? new Map<string, number>() : parseResources(resources),
  };
}
