// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { CandidateSearch } from '../../candidates/candidate-search.js';
import { ResourceClassNotFound, TraitNotFound } from '../../errors.js';
import { answer } from '../answers.js';
import { parseCandidateQuery } from '../candidate-parameters.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { Query } from '../query.js';
import { rephrased } from '../rephrased.js';
import { schemaAt } from '../schemas/allocations.js';
import { listCandidates } from '../schemas/candidates.js';
import { candidatesView } from './candidates-view.js';

@Controller(LEAF)
export class ListCandidates {
  constructor(@Inject(CandidateSearch) private readonly search: CandidateSearch) {}

  @PlacementOperation({
    method: 'GET',
    path: '/allocation_candidates',
    microversions: { min: '1.10' },
    policy: { rule: 'placement:allocation_candidates:list' },
    success: 200,
    givesJson: true,
  })
  async list(@Req() request: Request): Promise<Response> {
    const version = versionOf(request);
    const query = parseCandidateQuery(new Query(request, schemaAt(listCandidates, version)), version);
    const found = await rephrased(this.search.search(query), [
      [ResourceClassNotFound, 400, ({ message }) => `Invalid resource class in resources parameter: ${message}`],
      [TraitNotFound, 400, ({ message }) => message],
    ]);
    const requested = new Set(query.groups.flatMap(({ resources }) => [...resources.keys()]));
    return answer(request, candidatesView(found, requested, version));
  }
}
