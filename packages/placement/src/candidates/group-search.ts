// SPDX-License-Identifier: Apache-2.0
import { products } from './products.js';
import type { SearchData } from './search-data.js';

/** A group by the ids of what it names. */
export interface ResolvedGroup {
  readonly suffix: string;
  readonly resources: ReadonlyMap<number, number>;
  readonly required: readonly ReadonlySet<number>[];
  readonly forbidden: ReadonlySet<number>;
  readonly memberOf: readonly ReadonlySet<string>[];
  readonly forbiddenAggregates: ReadonlySet<string>;
  /** The root of the tree that it has to be. */
  readonly treeRootId: number | undefined;
}

export interface Share {
  readonly providerId: number;
  readonly classId: number;
  readonly amount: number;
}

/** One way to serve a group. */
export interface Choice {
  /** The root of the tree that is served: that of the providers, or of one that they share with. */
  readonly anchorId: number;
  readonly shares: readonly Share[];
  readonly providerIds: ReadonlySet<number>;
}

/**
 * The ways to serve one group (placement 8.0, objects/allocation_candidate.py and research_context.py).
 * @param anchors - roots that a way may be for; all where it is undefined.
 */
export function searchGroup(
  group: ResolvedGroup,
  data: SearchData,
  anchors: ReadonlySet<number> | undefined,
): readonly Choice[] {
  const isAlone = group.suffix !== '' || (data.sharing.size === 0 && !data.hasTrees);
  const isAnchor = (id: number): boolean => anchors?.has(id) ?? true;
  return isAlone ? bySingleProviders(group, data, isAnchor) : byTrees(group, data, isAnchor);
}

/** Providers that serve the whole group alone. Traits and aggregates have to be their own. */
function bySingleProviders(
  group: ResolvedGroup,
  data: SearchData,
  isAnchor: (id: number) => boolean,
): readonly Choice[] {
  const choices: Choice[] = [];
  for (const id of providersOfAll(group, data)) {
    if (!data.hasTraits(id, group.required) || data.hasAnyTrait(id, group.forbidden)) continue;
    if (!data.isMember(id, group.memberOf)) continue;
    if (group.forbiddenAggregates.size > 0 && data.isInAny(id, group.forbiddenAggregates)) continue;
    const shares = [...group.resources].map(([classId, amount]) => ({ providerId: id, classId, amount }));
    const anchors = new Set([data.rootOf(id), ...(data.sharing.has(id) ? data.anchorsOf(id) : [])]);
    for (const anchorId of anchors)
      if (isAnchor(anchorId)) choices.push({ anchorId, shares, providerIds: new Set([id]) });
  }
  return choices;
}

/**
 * Those that have room for each of the resources. Where none is asked for, all, but for a group that says only what must not
 * be there: upstream finds nobody for it (placement 8.0, get_provider_ids_matching).
 */
function providersOfAll(group: ResolvedGroup, data: SearchData): readonly number[] {
  const { resources, required, memberOf, treeRootId } = group;
  if (resources.size + required.length + memberOf.length === 0) return [];
  const lists = [...resources].map(([classId, amount]) => data.providersWith(classId, amount));
  const [first, ...others] = lists.length === 0 ? [[...data.nodes.keys()]] : lists;
  const sets = others.map((ids) => new Set(ids));
  return (first ?? []).filter(
    (id) => sets.every((ids) => ids.has(id)) && (treeRootId === undefined || data.rootOf(id) === treeRootId),
  );
}

/** Providers of one tree, and those that share with a member of it, that serve the group together. */
function byTrees(group: ResolvedGroup, data: SearchData, isAnchor: (id: number) => boolean): readonly Choice[] {
  const choices: Choice[] = [];
  for (const [anchorId, lists] of treesWithAll(group, data, isAnchor))
    for (const shares of products(lists)) {
      const providerIds = new Set(shares.map(({ providerId }) => providerId));
      if (hasTraitsTogether(providerIds, group, data)) choices.push({ anchorId, shares, providerIds });
    }
  return choices;
}

/** By root, for each resource who can give it; only trees that have all of them. */
function treesWithAll(
  group: ResolvedGroup,
  data: SearchData,
  isAnchor: (id: number) => boolean,
): ReadonlyMap<number, readonly (readonly Share[])[]> {
  let trees: Map<number, (readonly Share[])[]> | undefined;
  for (const [classId, amount] of group.resources) {
    const givers = giversByTree(group, data, data.providersWith(classId, amount), isAnchor);
    const next = new Map<number, (readonly Share[])[]>();
    for (const [anchorId, ids] of givers) {
      const before = trees === undefined ? [] : trees.get(anchorId);
      if (before !== undefined)
        next.set(anchorId, [...before, [...ids].map((providerId) => ({ providerId, classId, amount }))]);
    }
    trees = next;
  }
  return trees ?? new Map<number, (readonly Share[])[]>();
}

function giversByTree(
  group: ResolvedGroup,
  data: SearchData,
  ids: readonly number[],
  isAnchor: (id: number) => boolean,
): ReadonlyMap<number, ReadonlySet<number>> {
  const givers = new Map<number, Set<number>>();
  const add = (anchorId: number, id: number): void => {
    if (!isAnchor(anchorId) || !isInAggregates(id, anchorId, group, data)) return;
    const found = givers.get(anchorId);
    if (found === undefined) givers.set(anchorId, new Set([id]));
    else found.add(id);
  };
  for (const id of ids) {
    const rootId = data.rootOf(id);
    if (group.treeRootId !== undefined && rootId !== group.treeRootId) continue;
    add(rootId, id);
    // Within a given tree nothing comes from another.
    if (group.treeRootId !== undefined || !data.sharing.has(id)) continue;
    if (!data.isMember(id, group.memberOf)) continue;
    for (const anchorId of data.anchorsOf(id)) add(anchorId, id);
  }
  return givers;
}

/** An aggregate of the root is one of its whole tree. */
function isInAggregates(id: number, rootId: number, group: ResolvedGroup, data: SearchData): boolean {
  const { memberOf, forbiddenAggregates: forbidden } = group;
  if (!data.isMember(id, memberOf) && !data.isMember(rootId, memberOf)) return false;
  return forbidden.size === 0 || (!data.isInAny(id, forbidden) && !data.isInAny(rootId, forbidden));
}

function hasTraitsTogether(ids: ReadonlySet<number>, group: ResolvedGroup, data: SearchData): boolean {
  for (const id of ids) if (data.hasAnyTrait(id, group.forbidden)) return false;
  return group.required.every((any) => [...ids].some((id) => data.hasTraits(id, [any])));
}
