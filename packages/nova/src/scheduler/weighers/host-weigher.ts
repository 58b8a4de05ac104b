// SPDX-License-Identifier: Apache-2.0
import type { HostState } from '../hosts/host-state.js';
import type { ScheduleRequest } from '../schedule-request.js';

/** Says how good a host is for a request; higher is better. */
export interface HostWeigher {
  /** Upstream's class name. */
  readonly name: string;
  /** The weight that stands for 0 of the scale, and below which none counts; the smallest one otherwise. */
  readonly minimum?: number;
  /** What the brought-to-scale value counts; a host's aggregates may have their own. */
  multiplier(host: HostState): number;
  weigh(host: HostState, request: ScheduleRequest): number;
}

export interface WeighedHost {
  readonly host: HostState;
  readonly weight: number;
}

/** Hosts from the best to the worst: each weigher's values are brought to 0 … 1 first (nova 26, weights.py). */
export function weighHosts(
  hosts: readonly HostState[],
  weighers: readonly HostWeigher[],
  request: ScheduleRequest,
): WeighedHost[] {
  if (hosts.length <= 1) return hosts.map((host) => ({ host, weight: 0 }));
  const weights = hosts.map(() => 0);
  for (const weigher of weighers) {
    const { minimum } = weigher;
    const raw = hosts.map((host) => Math.max(weigher.weigh(host, request), minimum ?? -Infinity));
    const least = minimum ?? raw.reduce((one, other) => Math.min(one, other));
    const most = raw.reduce((one, other) => Math.max(one, other));
    if (most === least) continue;
    hosts.forEach((host, index) => {
      const value = ((raw[index] ?? 0) - least) / (most - least);
      weights[index] = (weights[index] ?? 0) + weigher.multiplier(host) * value;
    });
  }
  return hosts
    .map((host, index) => ({ host, weight: weights[index] ?? 0 }))
    .sort((one, other) => other.weight - one.weight);
}
