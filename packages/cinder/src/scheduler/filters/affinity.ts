// SPDX-License-Identifier: Apache-2.0
import { backendOf } from '../../rpc/addressing.js';
import type { ScheduleRequest } from '../schedule-request.js';
import type { PoolFilter } from './pool-filter.js';

/** Which of these volumes of the caller's are on a back end (`host@backend`). */
export type VolumesOn = (
  backend: string,
  volumeIds: readonly string[],
  projectId: string,
) => Promise<readonly string[]>;

/** The filters of the hints `same_host` and `different_host`. */
export function affinityFilters(volumesOn: VolumesOn): readonly PoolFilter[] {
  const found = async (pool: { readonly id: string }, request: ScheduleRequest, hint: string) => {
    const ids = hintedIds(request, hint);
    if (ids.length === 0) return undefined;
    const project = request.spec.volume_properties?.project_id;
    return volumesOn(backendOf(pool.id), ids, typeof project === 'string' ? project : '');
  };
  return [
    {
      name: 'SameBackendFilter',
      passes: async (pool, request) => ((await found(pool, request, 'same_host')) ?? ['']).length > 0,
    },
    {
      name: 'DifferentBackendFilter',
      passes: async (pool, request) => ((await found(pool, request, 'different_host')) ?? []).length === 0,
    },
  ];
}

function hintedIds({ hints }: ScheduleRequest, name: string): readonly string[] {
  const given = hints[name];
  if (typeof given === 'string') return [given];
  return Array.isArray(given) ? given.filter((id) => typeof id === 'string') : [];
}
