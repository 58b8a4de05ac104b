// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import { type Aggregate, ZONE_KEY } from '../../aggregates/aggregate-repository.js';
import { isSince } from '../microversion.js';
import { wireTime } from '../wire-time.js';

/** An aggregate without its hosts and metadata, as its creation is answered. */
export function newAggregateView(aggregate: Aggregate, request: Request): Record<string, unknown> {
  return view(aggregate, request, {});
}

export function aggregateView(aggregate: Aggregate, request: Request): Record<string, unknown> {
  return view(aggregate, request, { hosts: aggregate.hosts, metadata: aggregate.metadata });
}

function view(
  aggregate: Aggregate,
  request: Request,
  more: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return {
    id: aggregate.id,
    ...(isSince(request, '2.41') ? { uuid: aggregate.uuid } : {}),
    name: aggregate.name,
    ...more,
    created_at: wireTime(aggregate.createdAt),
    updated_at: wireTime(aggregate.updatedAt),
    deleted_at: null,
    deleted: false,
    availability_zone: aggregate.metadata[ZONE_KEY] ?? null,
  };
}
