// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Allocations } from '../../allocations/allocations.js';
import { emptyAnswer } from '../answers.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { readBody } from '../request-body.js';
import { type AllocationsByConsumer, postAllocations, schemaAt } from '../schemas/allocations.js';
import { requestsOf } from './allocation-bodies.js';
import { allocationPhrases } from './allocation-phrases.js';

@Controller(LEAF)
export class SetAllocations {
  constructor(@Inject(Allocations) private readonly allocations: Allocations) {}

  @PlacementOperation({
    method: 'POST',
    path: '/allocations',
    microversions: { min: '1.13' },
    policy: { rule: 'placement:allocations:manage' },
    success: 204,
    takesJson: true,
  })
  async set(@Req() request: Request): Promise<Response> {
    const version = versionOf(request);
    const bodies = await readBody<AllocationsByConsumer>(request, schemaAt(postAllocations, version));
    await rephrased(
      this.allocations.replace(requestsOf(bodies, version)),
      allocationPhrases('Unable to allocate inventory '),
    );
    return emptyAnswer(request, 204);
  }
}
