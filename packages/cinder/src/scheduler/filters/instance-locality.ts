// SPDX-License-Identifier: Apache-2.0
import { shortHostOf } from '../../rpc/addressing.js';
import type { PoolFilter } from './pool-filter.js';

/** The host of a server of the Compute service; null where it is on none or cannot be seen. */
export type ServerHost = (serverId: string) => Promise<string | null>;

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Pools on the host where the server of the hint `local_to_instance` runs. */
export function instanceLocalityFilter(serverHost: ServerHost): PoolFilter {
  return {
    name: 'InstanceLocalityFilter',
    async passes(pool, { hints, retry }) {
      const { local_to_instance: server } = hints;
      // On a further attempt anywhere is better than nowhere.
      if (typeof server !== 'string' || (retry?.num_attempts ?? 0) > 1) return true;
      if (!UUID.test(server)) return false;
      return (await serverHost(server)) === shortHostOf(pool.host);
    },
  };
}
