// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { Allocations, type ConsumerAllocations } from '../../allocations/allocations.js';
import { answer, lastModified } from '../answers.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';

const WITH_OWNER = 1012;
const WITH_GENERATION = 1028;
const WITH_TYPE = 1038;

@Controller(LEAF)
export class ListConsumerAllocations {
  constructor(@Inject(Allocations) private readonly allocations: Allocations) {}

  @PlacementOperation({
    method: 'GET',
    path: '/allocations/:consumer_uuid',
    policy: { rule: 'placement:allocations:list' },
    success: 200,
    givesJson: true,
  })
  async list(@Req() request: Request, @Param('consumer_uuid') uuid: string): Promise<Response> {
    const found = await this.allocations.ofConsumer(uuid);
    return answer(request, view(found, versionOf(request)), { lastModified: lastModified(found.entries) });
  }
}

function view({ consumer, entries }: ConsumerAllocations, version: number): Record<string, unknown> {
  const allocations = Object.fromEntries(
    entries.map(({ provider, resources }) => [provider.uuid, { resources, generation: provider.generation }]),
  );
  if (consumer === undefined || version < WITH_OWNER) return { allocations };
  return {
    allocations,
    project_id: consumer.project,
    user_id: consumer.user,
    ...(version < WITH_GENERATION ? {} : { consumer_generation: consumer.generation }),
    ...(version < WITH_TYPE ? {} : { consumer_type: consumer.type }),
  };
}
