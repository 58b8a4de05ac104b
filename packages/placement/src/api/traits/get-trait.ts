// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Traits } from '../../traits/traits.js';
import { emptyAnswer } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';

@Controller(LEAF)
export class GetTrait {
  constructor(@Inject(Traits) private readonly traits: Traits) {}

  @PlacementOperation({
    method: 'GET',
    path: '/traits/:name',
    microversions: { min: '1.6' },
    policy: { rule: 'placement:traits:show' },
    success: 204,
  })
  async get(@Req() request: Request, @Param('name') name: string): Promise<Response> {
    const { createdAt } = await this.traits.get(name);
    return emptyAnswer(request, 204, { lastModified: createdAt ?? undefined });
  }
}
