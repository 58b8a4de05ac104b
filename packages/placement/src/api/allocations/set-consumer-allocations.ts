// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import type { AllocationRequest } from '../../allocations/allocation-request.js';
import { Allocations } from '../../allocations/allocations.js';
import { emptyAnswer } from '../answers.js';
import { Fault } from '../fault.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { readBody } from '../request-body.js';
import { type AllocationListBody, type AllocationsBody, putAllocations, schemaAt } from '../schemas/allocations.js';
import { isUuidLike, normalUuid } from '../schemas/common.js';
import { requestOf, requestOfList } from './allocation-bodies.js';
import { allocationPhrases } from './allocation-phrases.js';

/** The first microversion whose allocations are an object. */
const AS_OBJECT = 1012;

@Controller(LEAF)
export class SetConsumerAllocations {
  constructor(@Inject(Allocations) private readonly allocations: Allocations) {}

  @PlacementOperation({
    method: 'PUT',
    path: '/allocations/:consumer_uuid',
    policy: { rule: 'placement:allocations:update' },
    success: 204,
    takesJson: true,
  })
  async set(@Req() request: Request, @Param('consumer_uuid') uuid: string): Promise<Response> {
    if (!isUuidLike(uuid)) throw new Fault(400, `Malformed consumer_uuid: ${uuid}`);
    const consumer = normalUuid(uuid);
    const wanted = await readRequest(request, consumer);
    await rephrased(
      this.allocations.replace([wanted]),
      allocationPhrases(`Unable to allocate inventory for consumer ${consumer}: `),
    );
    return emptyAnswer(request, 204);
  }
}

async function readRequest(request: Request, consumer: string): Promise<AllocationRequest> {
  const version = versionOf(request);
  const schema = schemaAt(putAllocations, version);
  if (version < AS_OBJECT) return requestOfList(consumer, await readBody<AllocationListBody>(request, schema));
  return requestOf(consumer, await readBody<AllocationsBody>(request, schema), version);
}
