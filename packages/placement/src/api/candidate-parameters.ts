// SPDX-License-Identifier: Apache-2.0
// The query of GET /allocation_candidates as placement 8.0 reads it (lib.py).
import type { CandidateQuery, RequestGroup } from '../candidates/candidate-query.js';
import { Fault, faultCodes } from './fault.js';
import {
  parseAggregates,
  parseInTree,
  parseResources,
  parseTraitList,
  parseTraits,
  shownList,
  type Wanted,
} from './parameters.js';
import type { Query } from './query.js';
import { NAMED_GROUP, NUMBERED_GROUP } from './schemas/common.js';

const NAMED_GROUPS = 1033;
const FORBIDDEN_TRAITS = 1022;
const NESTED = 1029;
const SAME_SUBTREE = 1036;

/** What is asked for. Throws Fault 400. */
export function parseCandidateQuery(query: Query, version: number): CandidateQuery {
  const root = parseRootRequired(query, version);
  const sameSubtrees = query.all('same_subtree').map(parseSubtree);
  const groups = parseGroups(query, version);
  if (version >= SAME_SUBTREE) checkSubtrees(groups, sameSubtrees);
  else checkResources(groups);
  if (version >= FORBIDDEN_TRAITS) checkConflicts(groups);
  const [policy] = query.all('group_policy');
  if (policy === undefined && groups.filter(({ suffix }) => suffix !== '').length > 1)
    throw new Fault(
      400,
      'The "group_policy" parameter is required when specifying more than one "resources{N}" parameter.',
    );
  const [limit] = query.all('limit');
  return {
    groups,
    limit: limit === undefined ? undefined : Number(limit),
    groupPolicy: policy === 'isolate' || policy === 'none' ? policy : undefined,
    rootRequired: new Set(root.required.flatMap((any) => [...any])),
    rootForbidden: root.forbidden,
    sameSubtrees,
    nestedAware: version >= NESTED,
  };
}

function parseRootRequired(query: Query, version: number): Wanted {
  const [value, ...more] = query.all('root_required');
  if (more.length > 0)
    throw new Fault(400, "Query parameter 'root_required' may be specified only once.", faultCodes.duplicateParameter);
  if (value === undefined) return { required: [], forbidden: new Set() };
  // No alternatives here: the form of 1.38 and before.
  const wanted = parseTraitList(value, Math.min(version, 1038));
  const conflicts = wanted.required.flatMap((any) => [...any]).filter((name) => wanted.forbidden.has(name));
  if (conflicts.length > 0)
    throw new Fault(
      400,
      `Conflicting required and forbidden traits found in root_required: ${conflicts.join(', ')}`,
      faultCodes.badParameter,
    );
  return wanted;
}

function parseSubtree(value: string): ReadonlySet<string> {
  const suffixes = new Set(value.split(',').map((suffix) => suffix.trim()));
  if (suffixes.has(''))
    throw new Fault(
      400,
      'Empty string (unsuffixed group) can not be specified in `same_subtree` ',
      faultCodes.badParameter,
    );
  return suffixes;
}

/** Groups and their parameters in the order in which they come: the first that is wrong is told. */
function parseGroups(query: Query, version: number): readonly RequestGroup[] {
  const suffixes = version >= NAMED_GROUPS ? NAMED_GROUP : NUMBERED_GROUP;
  const pattern = new RegExp(`^(resources|required|member_of|in_tree)(${suffixes})?$`);
  const groups = new Map<string, RequestGroup>();
  for (const name of query.names()) {
    const [, parameter, suffix = ''] = pattern.exec(name) ?? [];
    if (parameter === undefined) continue;
    const before = groups.get(suffix) ?? { ...EMPTY_GROUP, suffix };
    groups.set(suffix, { ...before, ...parseParameter(query, parameter, suffix, version) });
  }
  return [...groups.values()];
}

const EMPTY_GROUP: Omit<RequestGroup, 'suffix'> = {
  resources: new Map(),
  required: [],
  forbidden: new Set(),
  memberOf: [],
  forbiddenAggregates: new Set(),
  inTree: undefined,
};

function parseParameter(query: Query, parameter: string, suffix: string, version: number): Partial<RequestGroup> {
  const value = query.get(parameter + suffix) ?? '';
  if (parameter === 'resources') return { resources: parseResources(value) };
  if (parameter === 'required') return parseTraits(query, suffix, version);
  if (parameter === 'in_tree') return { inTree: parseInTree(value) };
  const { required, forbidden } = parseAggregates(query, suffix, version);
  return { memberOf: required, forbiddenAggregates: forbidden };
}

/** From 1.36 a group may ask for traits only, if it says what it belongs to. */
function checkSubtrees(groups: readonly RequestGroup[], sameSubtrees: readonly ReadonlySet<string>[]): void {
  const suffixes = groups.map(({ suffix }) => suffix);
  const without = groups.filter(({ resources }) => resources.size === 0).map(({ suffix }) => suffix);
  const named = new Set(sameSubtrees.flatMap((one) => [...one]));
  if (without.length === suffixes.length)
    throw new Fault(
      400,
      'There must be at least one resources or resources[$S] parameter.',
      faultCodes.missingParameter,
    );
  const loose = without.filter((suffix) => !named.has(suffix));
  if (loose.length > 0)
    throw new Fault(
      400,
      'Resourceless suffixed group request should be specified in `same_subtree` query param: bad group(s) - ' +
        `${shownList(loose)}.`,
      faultCodes.badParameter,
    );
  const unknown = [...named].filter((suffix) => !suffixes.includes(suffix));
  if (unknown.length > 0)
    throw new Fault(
      400,
      `Real suffixes should be specified in \`same_subtree\`: ${shownList(unknown)} not found in ${shownList(suffixes)}.`,
      faultCodes.badParameter,
    );
}

/** Before 1.36 every group has to ask for resources. */
function checkResources(groups: readonly RequestGroup[]): void {
  const without = groups.filter(({ resources }) => resources.size === 0);
  const traits = without.filter(({ required }) => required.length > 0).map(({ suffix }) => `required${suffix}`);
  if (traits.length > 0)
    throw new Fault(
      400,
      `All traits parameters must be associated with resources.  Found the following orphaned traits keys: ${traits.join(', ')}`,
    );
  const aggregates = without
    .filter(({ memberOf, forbiddenAggregates }) => memberOf.length + forbiddenAggregates.size > 0)
    .map(({ suffix }) => `member_of${suffix}`);
  if (aggregates.length > 0)
    throw new Fault(
      400,
      `All member_of parameters must be associated with resources. Found the following orphaned member_of keys: ${aggregates.join(', ')}`,
    );
  if (without.length > 0) throw new Fault(400, 'All request groups must specify resources.');
  if (groups.length === 0)
    throw new Fault(400, 'At least one request group (`resources` or `resources{$S}`) is required.');
}

function checkConflicts(groups: readonly RequestGroup[]): void {
  const conflicts = groups.flatMap(({ suffix, required, forbidden }) =>
    required
      .filter((any) => [...any].every((name) => forbidden.has(name)))
      .map((any) => `required${suffix}: (${[...any].sort().join(', ')})`),
  );
  if (conflicts.length > 0)
    throw new Fault(
      400,
      `Conflicting required and forbidden traits found in the following traits keys: ${conflicts.sort().join(', ')}`,
    );
}
