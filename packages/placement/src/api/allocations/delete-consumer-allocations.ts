// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Allocations } from '../../allocations/allocations.js';
import { emptyAnswer } from '../answers.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';

@Controller(LEAF)
export class DeleteConsumerAllocations {
  constructor(@Inject(Allocations) private readonly allocations: Allocations) {}

  @PlacementOperation({
    method: 'DELETE',
    path: '/allocations/:consumer_uuid',
    policy: { rule: 'placement:allocations:delete' },
    success: 204,
  })
  async delete(@Req() request: Request, @Param('consumer_uuid') uuid: string): Promise<Response> {
    await this.allocations.delete(uuid);
    return emptyAnswer(request, 204);
  }
}
