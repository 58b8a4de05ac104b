// SPDX-License-Identifier: Apache-2.0
import { exactCapacity, isAllowedAmount } from '../inventories/inventory.js';
import type { ProviderNode, SearchRepository, Stock } from './search-repository.js';

export interface WantedData {
  readonly classIds: Iterable<number>;
  readonly traitIds: Iterable<number>;
  /** The id of MISC_SHARES_VIA_AGGREGATE; undefined where nobody looks for providers that share. */
  readonly sharingTraitId?: number | undefined;
  readonly aggregates: boolean;
}

/** Providers with what a search wants to know of them, as they were when it began. */
export class SearchData {
  readonly nodes: ReadonlyMap<number, ProviderNode>;
  /** Whether any provider has a parent. */
  readonly hasTrees: boolean;
  /** Those that share what they have with the members of their aggregates. */
  readonly sharing: ReadonlySet<number>;
  readonly #stock: ReadonlyMap<number, ReadonlyMap<number, Stock>>;
  readonly #having: ReadonlyMap<number, ReadonlySet<number>>;
  readonly #traits: ReadonlyMap<number, ReadonlySet<number>>;
  readonly #members: ReadonlyMap<string, ReadonlySet<number>>;
  readonly #aggregates: ReadonlyMap<number, ReadonlySet<string>>;

  private constructor(init: {
    readonly nodes: readonly ProviderNode[];
    readonly stock: readonly Stock[];
    readonly traits: readonly (readonly [number, number])[];
    readonly aggregates: readonly (readonly [number, string])[];
    readonly sharingTraitId: number | undefined;
  }) {
    this.nodes = new Map(init.nodes.map((node) => [node.id, node]));
    this.hasTrees = init.nodes.some(({ parentId }) => parentId !== null);
    const stock = new Map<number, Map<number, Stock>>();
    for (const row of init.stock) {
      const ofClass = stock.get(row.classId) ?? new Map<number, Stock>();
      stock.set(row.classId, ofClass.set(row.providerId, row));
    }
    this.#stock = stock;
    this.#traits = groupedBy(init.traits);
    this.#having = groupedBy(init.traits.map(([provider, trait]) => [trait, provider] as const));
    this.#aggregates = groupedBy(init.aggregates);
    this.#members = groupedBy(init.aggregates.map(([provider, uuid]) => [uuid, provider] as const));
    this.sharing = init.sharingTraitId === undefined ? NONE : (this.#having.get(init.sharingTraitId) ?? NONE);
  }

  static async load(rows: SearchRepository, wanted: WantedData): Promise<SearchData> {
    const { sharingTraitId } = wanted;
    const traitIds = [...wanted.traitIds, ...(sharingTraitId === undefined ? [] : [sharingTraitId])];
    const [nodes, stock, traits] = await Promise.all([
      rows.providers(),
      rows.stock({ classIds: [...wanted.classIds] }),
      traitIds.length === 0 ? [] : rows.traits({ traitIds }),
    ]);
    const someShare = sharingTraitId !== undefined && traits.some(([, traitId]) => traitId === sharingTraitId);
    const aggregates = wanted.aggregates || someShare ? await rows.aggregates() : [];
    return new SearchData({ nodes, stock, traits, aggregates, sharingTraitId });
  }

  /** The root of a provider's tree. */
  rootOf(id: number): number {
    return this.nodes.get(id)?.rootId ?? id;
  }

  stockOf(providerId: number, classId: number): Stock | undefined {
    return this.#stock.get(classId)?.get(providerId);
  }

  /** Those that have room for such an amount, and give it. */
  providersWith(classId: number, amount: number): readonly number[] {
    return [...(this.#stock.get(classId)?.values() ?? [])]
      .filter((stock) => stock.used + amount <= exactCapacity(stock) && isAllowedAmount(amount, stock))
      .map(({ providerId }) => providerId)
      .filter((id) => this.nodes.has(id));
  }

  /** The traits of a provider, of those that the search is about. */
  traitsOf(providerId: number): ReadonlySet<number> {
    return this.#traits.get(providerId) ?? NONE;
  }

  /** Whether a provider itself has one of the traits of each set. */
  hasTraits(providerId: number, required: readonly ReadonlySet<number>[]): boolean {
    const traits = this.traitsOf(providerId);
    return required.every((any) => overlaps(any, traits));
  }

  hasAnyTrait(providerId: number, forbidden: ReadonlySet<number>): boolean {
    return overlaps(forbidden, this.traitsOf(providerId));
  }

  /** Whether a provider itself is in one of the aggregates of each set. */
  isMember(providerId: number, memberOf: readonly ReadonlySet<string>[]): boolean {
    const aggregates = this.#aggregates.get(providerId);
    return memberOf.every((any) => aggregates !== undefined && overlaps(any, aggregates));
  }

  isInAny(providerId: number, aggregates: ReadonlySet<string>): boolean {
    return this.isMember(providerId, [aggregates]);
  }

  /** The roots of the trees with a member of one of the provider's aggregates. */
  anchorsOf(providerId: number): ReadonlySet<number> {
    const anchors = new Set<number>();
    for (const uuid of this.#aggregates.get(providerId) ?? [])
      for (const member of this.#members.get(uuid) ?? []) if (this.nodes.has(member)) anchors.add(this.rootOf(member));
    return anchors;
  }

  /** Whether one of the providers is above all others, or there is but one. */
  areOneSubtree(providerIds: ReadonlySet<number>): boolean {
    return [...providerIds].some((top) => [...providerIds].every((id) => this.#isBelow(id, top)));
  }

  #isBelow(id: number, top: number): boolean {
    for (
      let one: number | null | undefined = id;
      one !== null && one !== undefined;
      one = this.nodes.get(one)?.parentId
    )
      if (one === top) return true;
    return false;
  }
}

const NONE: ReadonlySet<never> = new Set();

function overlaps<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean {
  for (const value of one) if (other.has(value)) return true;
  return false;
}

function groupedBy<K, V>(pairs: readonly (readonly [K, V])[]): Map<K, Set<V>> {
  const groups = new Map<K, Set<V>>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, new Set([value]));
    else group.add(value);
  }
  return groups;
}
