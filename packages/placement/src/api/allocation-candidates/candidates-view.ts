// SPDX-License-Identifier: Apache-2.0
import type { Candidate, Candidates, ProviderSummary } from '../../candidates/candidate-query.js';

const AS_OBJECT = 1012;
const WITH_TRAITS = 1017;
const WITH_ALL_RESOURCES = 1027;
const WITH_TREE = 1029;
const WITH_MAPPINGS = 1034;

/** @param requested - names of the resource classes that were asked for. */
export function candidatesView(
  { candidates, summaries }: Candidates,
  requested: ReadonlySet<string>,
  version: number,
): Record<string, unknown> {
  return {
    allocation_requests: candidates.map((candidate) => requestView(candidate, version)),
    provider_summaries: Object.fromEntries(
      summaries.map((summary) => [summary.uuid, summaryView(summary, requested, version)]),
    ),
  };
}

/** What `PUT /allocations/{consumer}` of the same microversion takes. */
function requestView({ allocations, mappings }: Candidate, version: number): Record<string, unknown> {
  if (version < AS_OBJECT)
    return {
      allocations: [...allocations].map(([uuid, resources]) => ({ resource_provider: { uuid }, resources })),
    };
  return {
    allocations: Object.fromEntries([...allocations].map(([uuid, resources]) => [uuid, { resources }])),
    ...(version < WITH_MAPPINGS ? {} : { mappings }),
  };
}

function summaryView(
  { resources, traits, parentUuid, rootUuid }: ProviderSummary,
  requested: ReadonlySet<string>,
  version: number,
): Record<string, unknown> {
  const shown = [...resources].filter(([name]) => version >= WITH_ALL_RESOURCES || requested.has(name));
  return {
    resources: Object.fromEntries(shown),
    ...(version < WITH_TRAITS ? {} : { traits }),
    ...(version < WITH_TREE ? {} : { parent_provider_uuid: parentUuid, root_provider_uuid: rootUuid }),
  };
}
