// SPDX-License-Identifier: Apache-2.0
import type { CandidateQuery } from './candidate-query.js';
import type { Choice, Share } from './group-search.js';
import { inTurn, products } from './products.js';
import type { SearchData } from './search-data.js';
import { capacityOf } from '../inventories/inventory.js';

/** The ways to serve each group, by suffix. */
export type ChoicesBySuffix = ReadonlyMap<string, readonly Choice[]>;

/** One way to serve all groups, by ids. */
export interface MergedChoice {
  /** One for each provider and class. */
  readonly shares: readonly Share[];
  readonly mappings: ReadonlyMap<string, ReadonlySet<number>>;
}

/**
 * The ways to serve all groups together: one of each group, for the same tree. They come from one tree after the other in
 * turn, as they are asked for, since there can be very many. Each comes once.
 */
export function* mergeChoices(
  choices: ChoicesBySuffix,
  query: CandidateQuery,
  data: SearchData,
): Generator<MergedChoice, void> {
  const suffixes = [...choices.keys()];
  const seen = new Set<string>();
  const trees = [...byAnchor(choices)].filter(([, bySuffix]) => bySuffix.size === suffixes.length);
  const merged = trees.map(([, bySuffix]) => ofTree(suffixes, bySuffix, query, data));
  for (const one of inTurn(merged)) {
    // What a sharing provider gives is the same thing for each tree that it shares with.
    const key = keyOf(one);
    if (seen.has(key)) continue;
    seen.add(key);
    yield one;
  }
}

function byAnchor(choices: ChoicesBySuffix): ReadonlyMap<number, ReadonlyMap<string, readonly Choice[]>> {
  const trees = new Map<number, Map<string, Choice[]>>();
  for (const [suffix, list] of choices)
    for (const choice of list) {
      const bySuffix = trees.get(choice.anchorId) ?? new Map<string, Choice[]>();
      trees.set(choice.anchorId, bySuffix);
      const found = bySuffix.get(suffix);
      if (found === undefined) bySuffix.set(suffix, [choice]);
      else found.push(choice);
    }
  return trees;
}

function* ofTree(
  suffixes: readonly string[],
  bySuffix: ReadonlyMap<string, readonly Choice[]>,
  query: CandidateQuery,
  data: SearchData,
): Generator<MergedChoice, void> {
  for (const taken of products(suffixes.map((suffix) => bySuffix.get(suffix) ?? []))) {
    const mappings = new Map(suffixes.map((suffix, index) => [suffix, taken[index]?.providerIds ?? new Set<number>()]));
    if (query.groupPolicy === 'isolate' && !areIsolated(mappings)) continue;
    if (!query.sameSubtrees.every((group) => data.areOneSubtree(providersOf(group, mappings)))) continue;
    const shares = sumOf(taken.flatMap((choice) => choice.shares));
    if (shares.every((share) => isWithinCapacity(share, data))) yield { shares, mappings };
  }
}

function areIsolated(mappings: ReadonlyMap<string, ReadonlySet<number>>): boolean {
  const granular = [...mappings].filter(([suffix]) => suffix !== '').flatMap(([, ids]) => [...ids]);
  return new Set(granular).size === granular.length;
}

function providersOf(
  suffixes: ReadonlySet<string>,
  mappings: ReadonlyMap<string, ReadonlySet<number>>,
): ReadonlySet<number> {
  return new Set([...suffixes].flatMap((suffix) => [...(mappings.get(suffix) ?? [])]));
}

function sumOf(shares: readonly Share[]): readonly Share[] {
  const sums = new Map<string, Share>();
  for (const share of shares) {
    const key = `${share.providerId}:${share.classId}`;
    sums.set(key, { ...share, amount: share.amount + (sums.get(key)?.amount ?? 0) });
  }
  return [...sums.values()];
}

/** Each group had room alone; together they may not. */
function isWithinCapacity({ providerId, classId, amount }: Share, data: SearchData): boolean {
  const stock = data.stockOf(providerId, classId);
  return stock !== undefined && stock.used + amount <= capacityOf(stock) && amount <= stock.maxUnit;
}

function keyOf({ shares, mappings }: MergedChoice): string {
  const amounts = shares.map(({ providerId, classId, amount }) => `${providerId}:${classId}:${amount}`).sort();
  const served = [...mappings].map(([suffix, ids]) => `${suffix}=${[...ids].sort((a, b) => a - b).join(',')}`);
  return `${amounts.join(' ')} ${served.join(' ')}`;
}
