// SPDX-License-Identifier: Apache-2.0
import type { HostFilter } from './host-filter.js';

export interface IsolationSettings {
  readonly isolated_hosts: readonly string[];
  readonly isolated_images: readonly string[];
  readonly restrict_isolated_hosts_to_isolated_images: boolean;
}

/** Keeps certain images on certain hosts, and others away from these. */
export function isolatedHostsFilter(settings: IsolationSettings): HostFilter {
  const [hosts, images] = [new Set(settings.isolated_hosts), new Set(settings.isolated_images)];
  const isExclusive = settings.restrict_isolated_hosts_to_isolated_images;
  return {
    name: 'IsolatedHostsFilter',
    oncePerRequest: true,
    onRebuild: true,
    passes({ host }, { image }) {
      const isOnIsolated = hosts.has(host);
      const isIsolated = images.has(image?.id ?? '');
      if (isExclusive) return isOnIsolated === isIsolated;
      return !isIsolated || isOnIsolated;
    },
  };
}
