// SPDX-License-Identifier: Apache-2.0
import { ResourceClassNotFound, TraitNotFound } from '../errors.js';
import { capacityOf } from '../inventories/inventory.js';
import type { ResourceClasses } from '../resource-classes/resource-classes.js';
import { SHARES_VIA_AGGREGATE } from '@stackport/resource-standards';
import type { Traits } from '../traits/traits.js';
import type { Candidate, CandidateQuery, Candidates, ProviderSummary, RequestGroup } from './candidate-query.js';
import { groupBy } from './group-by.js';
import { type Choice, type ResolvedGroup, searchGroup } from './group-search.js';
import { mergeChoices, type MergedChoice } from './merge-choices.js';
import { SearchData } from './search-data.js';
import type { SearchRepository } from './search-repository.js';
import { sample, shuffle } from './shuffle.js';

export interface CandidateSearchInit {
  readonly rows: SearchRepository;
  readonly resourceClasses: ResourceClasses;
  readonly traits: Traits;
  /** `randomize_allocation_candidates`, asked for at each search. */
  readonly randomize: () => boolean;
}

type Ids = ReadonlyMap<string, number>;

/** Finds where there is room for something. */
export class CandidateSearch {
  readonly #init: CandidateSearchInit;

  constructor(init: CandidateSearchInit) {
    this.#init = init;
  }

  /** Throws ResourceClassNotFound, TraitNotFound. */
  async search(query: CandidateQuery): Promise<Candidates> {
    const { rows, resourceClasses, traits } = this.#init;
    const { groups } = query;
    const classIds = await resourceClasses.knownIds(groups.flatMap(({ resources }) => [...resources.keys()]));
    const traitIds = await traits.knownIds([SHARES_VIA_AGGREGATE, ...traitsOf(query)]);
    const data = await SearchData.load(rows, {
      classIds: classIds.values(),
      traitIds: traitIds.values(),
      sharingTraitId: traitIds.get(SHARES_VIA_AGGREGATE),
      aggregates: groups.some(({ memberOf, forbiddenAggregates }) => memberOf.length + forbiddenAggregates.size > 0),
    });
    const found = this.#take(merged(query, data, classIds, traitIds), query, data);
    return { candidates: await this.#named(found, data), summaries: await this.#summaries(found, query, data) };
  }

  #take(found: Generator<MergedChoice, void>, query: CandidateQuery, data: SearchData): readonly MergedChoice[] {
    const isRandom = this.#init.randomize();
    const taken: MergedChoice[] = [];
    for (const one of found) {
      if (!query.nestedAware && !hasOneProviderPerTree(one, data)) continue;
      taken.push(one);
      // Any of them will do where no chance is wanted.
      if (!isRandom && taken.length === query.limit) break;
    }
    if (!isRandom) return taken;
    return query.limit === undefined || query.limit >= taken.length ? shuffle(taken) : sample(taken, query.limit);
  }

  async #named(found: readonly MergedChoice[], data: SearchData): Promise<readonly Candidate[]> {
    const classIds = found.flatMap(({ shares }) => shares.map(({ classId }) => classId));
    const names = await this.#init.resourceClasses.names(new Set(classIds));
    const uuidOf = (id: number): string => data.nodes.get(id)?.uuid ?? '';
    return found.map(({ shares, mappings }) => {
      const allocations = new Map<string, Record<string, number>>();
      for (const { providerId, classId, amount } of shares) {
        const uuid = uuidOf(providerId);
        const amounts = allocations.get(uuid) ?? {};
        amounts[names.get(classId) ?? String(classId)] = amount;
        allocations.set(uuid, amounts);
      }
      return {
        allocations,
        mappings: Object.fromEntries([...mappings].map(([suffix, ids]) => [suffix, [...ids].map(uuidOf)])),
      };
    });
  }

  /** All providers of the trees that something would come from; before nested providers, only those that it would. */
  async #summaries(
    found: readonly MergedChoice[],
    { nestedAware }: CandidateQuery,
    data: SearchData,
  ): Promise<readonly ProviderSummary[]> {
    const { rows, resourceClasses, traits } = this.#init;
    const givers = new Set(found.flatMap(({ shares }) => shares.map(({ providerId }) => providerId)));
    const roots = new Set([...givers].map((id) => data.rootOf(id)));
    const isShown = (id: number): boolean =>
      nestedAware || !data.hasTrees ? roots.has(data.rootOf(id)) : givers.has(id);
    const nodes = [...data.nodes.values()].filter(({ id }) => isShown(id));
    if (nodes.length === 0) return [];
    const providerIds = nodes.map(({ id }) => id);
    const [stock, pairs] = await Promise.all([rows.stock({ providerIds }), rows.traits({ providerIds })]);
    const classNames = await resourceClasses.names(new Set(stock.map(({ classId }) => classId)));
    const traitNames = await traits.names(new Set(pairs.map(([, traitId]) => traitId)));
    const resourcesOf = groupBy(stock, ({ providerId }) => providerId);
    const traitsOfProvider = groupBy(pairs, ([providerId]) => providerId);
    return nodes.map(({ id, uuid, rootId, parentId }) => ({
      uuid,
      rootUuid: data.nodes.get(rootId)?.uuid ?? uuid,
      parentUuid: parentId === null ? null : (data.nodes.get(parentId)?.uuid ?? null),
      traits: (traitsOfProvider.get(id) ?? []).flatMap(([, traitId]) => traitNames.get(traitId) ?? []),
      resources: new Map(
        (resourcesOf.get(id) ?? []).map((row) => [
          classNames.get(row.classId) ?? String(row.classId),
          { capacity: capacityOf(row), used: row.used },
        ]),
      ),
    }));
  }
}

/** Searches group by group: what comes behind a group that nothing serves is not even looked at, as upstream. */
function* merged(query: CandidateQuery, data: SearchData, classIds: Ids, traitIds: Ids): Generator<MergedChoice, void> {
  const anchors = anchorsOf(query, data, traitIds);
  if (anchors?.size === 0) return;
  const choices = new Map<string, readonly Choice[]>();
  for (const group of query.groups) {
    const resolved = resolve(group, data, classIds, traitIds);
    const found = resolved === undefined ? [] : searchGroup(resolved, data, anchors);
    if (found.length === 0) return;
    choices.set(group.suffix, found);
  }
  yield* mergeChoices(choices, query, data);
}

/** The roots with the traits that roots have to have; undefined where they need none. */
function anchorsOf(
  { rootRequired, rootForbidden }: CandidateQuery,
  data: SearchData,
  ids: Ids,
): ReadonlySet<number> | undefined {
  if (rootRequired.size + rootForbidden.size === 0) return undefined;
  const required = [...traitIdsOf(rootRequired, ids)].map((id) => new Set([id]));
  const forbidden = traitIdsOf(rootForbidden, ids);
  return new Set(
    [...data.nodes.values()]
      .filter(({ parentId }) => parentId === null)
      .map(({ id }) => id)
      .filter((id) => data.hasTraits(id, required) && !data.hasAnyTrait(id, forbidden)),
  );
}

/** Undefined where the tree that the group has to be in does not exist. */
function resolve(group: RequestGroup, data: SearchData, classIds: Ids, traitIds: Ids): ResolvedGroup | undefined {
  const resources = new Map<number, number>();
  for (const [name, amount] of group.resources) {
    const id = classIds.get(name);
    if (id === undefined) throw new ResourceClassNotFound(name);
    resources.set(id, amount);
  }
  const required = group.required.map((any) => traitIdsOf(any, traitIds));
  const forbidden = traitIdsOf(group.forbidden, traitIds);
  const { suffix, memberOf, forbiddenAggregates, inTree } = group;
  const node = inTree === undefined ? undefined : [...data.nodes.values()].find(({ uuid }) => uuid === inTree);
  if (inTree !== undefined && node === undefined) return undefined;
  return { suffix, resources, required, forbidden, memberOf, forbiddenAggregates, treeRootId: node?.rootId };
}

function traitIdsOf(names: ReadonlySet<string>, ids: Ids): ReadonlySet<number> {
  return new Set(
    [...names].map((name) => {
      const id = ids.get(name);
      if (id === undefined) throw new TraitNotFound(name);
      return id;
    }),
  );
}

function traitsOf({ groups, rootRequired, rootForbidden }: CandidateQuery): readonly string[] {
  const ofGroups = groups.flatMap(({ required, forbidden }) => [...required.flatMap((any) => [...any]), ...forbidden]);
  return [...rootRequired, ...rootForbidden, ...ofGroups];
}

function hasOneProviderPerTree({ shares }: MergedChoice, data: SearchData): boolean {
  const providers = new Set(shares.map(({ providerId }) => providerId));
  return new Set([...providers].map((id) => data.rootOf(id))).size === providers.size;
}
