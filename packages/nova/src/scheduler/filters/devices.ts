// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { withoutRequests } from '../hosts/pci-pools.js';
import type { HostFilter } from './host-filter.js';

/** Hosts with the PCI devices that are asked for. */
export const pciPassthroughFilter: HostFilter = {
  name: 'PciPassthroughFilter',
  passes: ({ pciPools }, { pciRequests }) => withoutRequests(pciPools, pciRequests) !== undefined,
};

/**
 * Hosts that can give a guest the NUMA topology that it asks for. Which cells of a host would have it is not computed here,
 * so such a guest fits no host; one that asks for none fits all.
 */
export function numaTopologyFilter(logger: Logger): HostFilter {
  return {
    name: 'NUMATopologyFilter',
    passes(host, { needsNuma }) {
      if (needsNuma)
        logger.debug(
          `${host.host}, ${host.nodename} fails NUMA topology requirements. The instance does not fit on this host.`,
        );
      return !needsNuma;
    },
  };
}

/** Hosts that measure all that `[metrics] weight_setting` names. */
export function metricsFilter(names: readonly string[]): HostFilter {
  return { name: 'MetricsFilter', passes: ({ metrics }) => names.every((name) => metrics.has(name)) };
}
