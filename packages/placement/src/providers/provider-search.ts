// SPDX-License-Identifier: Apache-2.0
import { SearchData } from '../candidates/search-data.js';
import type { SearchRepository } from '../candidates/search-repository.js';
import { TraitNotFound } from '../errors.js';
import type { ResourceClasses } from '../resource-classes/resource-classes.js';
import type { Traits } from '../traits/traits.js';
import type { Provider } from './provider.js';
import type { ProviderRepository } from './provider-repository.js';

/** Which providers a list has: those to which all of this applies. */
export interface ProviderFilter {
  readonly name?: string;
  readonly uuid?: string;
  /** The uuid of a provider of the same tree. */
  readonly inTree?: string;
  /** Of each set one trait has to be there. */
  readonly required: readonly ReadonlySet<string>[];
  readonly forbidden: ReadonlySet<string>;
  /** Of each set one aggregate, by uuid. */
  readonly memberOf: readonly ReadonlySet<string>[];
  readonly forbiddenAggregates: ReadonlySet<string>;
  /** Amounts by resource class that there has to be room for. */
  readonly resources: ReadonlyMap<string, number>;
}

export interface ProviderSearchInit {
  readonly rows: ProviderRepository;
  readonly search: SearchRepository;
  readonly resourceClasses: ResourceClasses;
  readonly traits: Traits;
}

/** Finds providers, each of which has all that is asked for by itself. */
export class ProviderSearch {
  readonly #init: ProviderSearchInit;

  constructor(init: ProviderSearchInit) {
    this.#init = init;
  }

  /** Throws TraitNotFound, ResourceClassNotFound. */
  async list(filter: ProviderFilter): Promise<readonly Provider[]> {
    const { rows } = this.#init;
    const member = filter.inTree === undefined ? undefined : await rows.find(filter.inTree);
    if (filter.inTree !== undefined && member === undefined) return [];
    const isWanted = await this.#condition(filter);
    const found = await rows.list({
      ...(filter.name === undefined ? {} : { name: filter.name }),
      ...(filter.uuid === undefined ? {} : { uuid: filter.uuid }),
      ...(member === undefined ? {} : { rootId: member.rootId }),
    });
    return isWanted === undefined ? found : found.filter(({ id }) => isWanted(id));
  }

  async #condition(filter: ProviderFilter): Promise<((id: number) => boolean) | undefined> {
    const { required, forbidden, memberOf, forbiddenAggregates, resources } = filter;
    const named = [...required.flatMap((any) => [...any]), ...forbidden];
    const aggregates = memberOf.length + forbiddenAggregates.size > 0;
    if (named.length === 0 && !aggregates && resources.size === 0) return undefined;
    const traitIds = await this.#init.traits.knownIds(named);
    const missing = named.find((name) => !traitIds.has(name));
    if (missing !== undefined) throw new TraitNotFound(missing);
    const idsOf = (names: ReadonlySet<string>): ReadonlySet<number> =>
      new Set([...names].flatMap((name) => traitIds.get(name) ?? []));
    const classIds = await this.#init.resourceClasses.ids(resources.keys());
    const data = await SearchData.load(this.#init.search, {
      classIds: classIds.values(),
      traitIds: traitIds.values(),
      aggregates,
    });
    const requiredIds = required.map(idsOf);
    const forbiddenIds = idsOf(forbidden);
    const withRoom = [...resources].map(
      ([name, amount]) => new Set(data.providersWith(classIds.get(name) ?? -1, amount)),
    );
    return (id) =>
      data.hasTraits(id, requiredIds) &&
      !data.hasAnyTrait(id, forbiddenIds) &&
      data.isMember(id, memberOf) &&
      (forbiddenAggregates.size === 0 || !data.isInAny(id, forbiddenAggregates)) &&
      withRoom.every((ids) => ids.has(id));
  }
}
