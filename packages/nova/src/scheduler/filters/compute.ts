// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ServiceValues } from '../../hosts/host.js';
import type { HostFilter } from './host-filter.js';

/** Every host there is. */
export const allHostsFilter: HostFilter = { name: 'AllHostsFilter', oncePerRequest: true, passes: () => true };

/** Hosts whose compute service is switched on and was heard of. @param isUp - within `service_down_time` */
export function computeFilter(isUp: (service: ServiceValues) => boolean, logger: Logger): HostFilter {
  return {
    name: 'ComputeFilter',
    oncePerRequest: true,
    passes(host) {
      if (host.service.disabled === true) return false;
      const passes = isUp(host.service);
      if (!passes) logger.warning(`${String(host)} has not been heard from in a while`);
      return passes;
    },
  };
}
