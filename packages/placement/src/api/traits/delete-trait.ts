// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Traits } from '../../traits/traits.js';
import { emptyAnswer } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';

@Controller(LEAF)
export class DeleteTrait {
  constructor(@Inject(Traits) private readonly traits: Traits) {}

  @PlacementOperation({
    method: 'DELETE',
    path: '/traits/:name',
    microversions: { min: '1.6' },
    policy: { rule: 'placement:traits:delete' },
    success: 204,
  })
  async delete(@Req() request: Request, @Param('name') name: string): Promise<Response> {
    await this.traits.delete(name);
    return emptyAnswer(request, 204);
  }
}
