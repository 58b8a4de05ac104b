// SPDX-License-Identifier: Apache-2.0
import type { AllocationRequest } from '../../allocations/allocation-request.js';
import type { AllocationListBody, AllocationsBody, AllocationsByConsumer } from '../schemas/allocations.js';

const WITH_GENERATION = 1028;

/** What a body of 1.12 and later asks for a consumer. */
export function requestOf(consumer: string, body: AllocationsBody, version: number): AllocationRequest {
  return {
    consumer,
    project: body.project_id,
    user: body.user_id,
    type: body.consumer_type,
    generation: version >= WITH_GENERATION ? (body.consumer_generation ?? null) : undefined,
    allocations: new Map(
      Object.entries(body.allocations).map(([uuid, { resources }]) => [uuid, new Map(Object.entries(resources))]),
    ),
  };
}

/** What a body of before 1.12 asks for a consumer; of a provider that it names twice, the last counts. */
export function requestOfList(consumer: string, body: AllocationListBody): AllocationRequest {
  return {
    consumer,
    project: body.project_id,
    user: body.user_id,
    type: undefined,
    generation: undefined,
    allocations: new Map(
      body.allocations.map(({ resource_provider: { uuid }, resources }) => [uuid, new Map(Object.entries(resources))]),
    ),
  };
}

export function requestsOf(bodies: AllocationsByConsumer, version: number): readonly AllocationRequest[] {
  return Object.entries(bodies).map(([consumer, body]) => requestOf(consumer, body, version));
}
