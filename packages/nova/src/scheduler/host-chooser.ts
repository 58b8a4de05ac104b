// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { filterHosts } from './filters/filter-chain.js';
import type { HostFilter } from './filters/host-filter.js';
import type { HostState } from './hosts/host-state.js';
import { checkTypeOf, type ScheduleRequest } from './schedule-request.js';
import { type HostWeigher, weighHosts, type WeighedHost } from './weighers/host-weigher.js';

export interface HostChooserInit {
  readonly filters: readonly HostFilter[];
  readonly weighers: readonly HostWeigher[];
  /** `host_subset_size`: of how many best hosts one is taken. */
  readonly subsetSize: number;
  /** `shuffle_best_same_weighed_hosts` */
  readonly shufflesBest: boolean;
  readonly logger: Logger;
  /** From 0 to below 1; `Math.random` by default. */
  readonly random?: () => number;
}

/** Puts the hosts that a request may have in the order in which they are tried. */
export class HostChooser {
  readonly #init: HostChooserInit;
  readonly #random: () => number;

  constructor(init: HostChooserInit) {
    this.#init = init;
    this.#random = init.random ?? Math.random;
  }

  /** @param index - of the instance in the request */
  choose(hosts: readonly HostState[], request: ScheduleRequest, index: number): readonly HostState[] {
    const { weighers, subsetSize, shufflesBest } = this.#init;
    const passing = this.#passing(hosts, request, index);
    const weighed = weighHosts(passing, weighers, request);
    const ordered = (shufflesBest ? this.#shuffled(weighed) : weighed).map(({ host }) => host);
    const chosen = ordered[Math.floor(this.#random() * Math.min(subsetSize, ordered.length))];
    return chosen === undefined ? [] : [chosen, ...ordered.filter((host) => host !== chosen)];
  }

  /** Whom an administrator forces is not filtered, unless only a check is asked for. */
  #passing(hosts: readonly HostState[], request: ScheduleRequest, index: number): readonly HostState[] {
    const { filters, logger } = this.#init;
    const named = namedHosts(hosts, request);
    const isForced = request.forceHosts.length > 0 || request.forceNodes.length > 0;
    if (isForced && checkTypeOf(request) === undefined) return named;
    return filterHosts(filters, named, request, { index, logger });
  }

  #shuffled(weighed: readonly WeighedHost[]): readonly WeighedHost[] {
    const best = weighed.filter(({ weight }) => weight === weighed[0]?.weight);
    const keyed = best.map((one) => ({ one, key: this.#random() })).sort((a, b) => a.key - b.key);
    return [...keyed.map(({ one }) => one), ...weighed.slice(best.length)];
  }
}

/** Hosts that the request names, without those that it does not want. */
function namedHosts(hosts: readonly HostState[], request: ScheduleRequest): readonly HostState[] {
  const { destination, ignoreHosts, forceHosts, forceNodes } = request;
  const lower = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => name.toLowerCase()));
  const [ignored, forced, nodes] = [lower(ignoreHosts), lower(forceHosts), new Set(forceNodes)];
  return hosts.filter(
    ({ host, nodename }) =>
      (destination?.host === undefined || host === destination.host) &&
      (destination?.node === undefined || nodename === destination.node) &&
      !ignored.has(host.toLowerCase()) &&
      (forced.size === 0 || forced.has(host.toLowerCase())) &&
      (nodes.size === 0 || nodes.has(nodename)),
  );
}
