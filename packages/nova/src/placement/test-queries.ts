// SPDX-License-Identifier: Apache-2.0
import type { Resources } from './placement.js';

/** What of a provider a query looks at. */
export interface QueriedProvider {
  readonly uuid: string;
  readonly traits: readonly string[];
  readonly aggregates: readonly string[];
}

/** What a query of candidates asks for, all its groups of one provider. */
export interface Asked {
  readonly limit: number;
  readonly suffixes: readonly string[];
  readonly resources: Resources;
  readonly accepts: (provider: QueriedProvider) => boolean;
}

/** Reads the query of GET /allocation_candidates. */
export function askedFor(query: string): Asked {
  const parameters = [...new URLSearchParams(query)];
  const of = (name: string): (readonly [string, string])[] =>
    parameters.flatMap(([key, value]) => (key.startsWith(name) ? [[key.slice(name.length), value] as const] : []));
  const groups = of('resources').map(([suffix, text]) => {
    const pairs = text.split(',').filter((pair) => pair !== '');
    return [suffix, Object.fromEntries(pairs.map((pair) => pair.split(':')).map(([k, v]) => [k, Number(v)]))] as const;
  });
  const traits = [...of('required'), ...of('root_required')].flatMap(([, text]) => text.split(','));
  const members = of('member_of').map(([, text]) => ({
    isForbidden: text.startsWith('!'),
    uuids: text.replace(/^!?in:/, '').split(','),
  }));
  const trees = of('in_tree').map(([, uuid]) => uuid);
  return {
    limit: Number(of('limit')[0]?.[1] ?? Infinity),
    suffixes: groups.map(([suffix]) => suffix),
    resources: sum(groups.map(([, resources]) => resources as Resources)),
    accepts: (provider) =>
      traits.every((trait) =>
        trait.startsWith('!') ? !provider.traits.includes(trait.slice(1)) : provider.traits.includes(trait),
      ) &&
      members.every(
        ({ isForbidden, uuids }) => uuids.some((uuid) => provider.aggregates.includes(uuid)) !== isForbidden,
      ) &&
      trees.every((uuid) => uuid === provider.uuid),
  };
}

/** Amounts of a class together. */
export function sum(all: readonly Resources[]): Resources {
  const total: Record<string, number> = {};
  for (const resources of all)
    for (const [name, amount] of Object.entries(resources)) total[name] = (total[name] ?? 0) + amount;
  return total;
}
