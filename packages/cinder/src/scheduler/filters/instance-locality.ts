// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { InvalidUUID } from '../../errors/base.js';
import { shortHostOf } from '../../rpc/addressing.js';
import type { ScheduleRequest } from '../schedule-request.js';
import type { PoolFilter } from './pool-filter.js';

/** The host of a server of the Compute service; null where it is on none yet. */
export type ServerHost = (context: RequestContext | undefined, serverId: string) => Promise<string | null>;

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Pools on the host where the server of the hint `local_to_instance` runs. Rejects for a hint that is no UUID. */
export function instanceLocalityFilter(serverHost: ServerHost): PoolFilter {
  // A server is asked for once a request, not once a pool.
  const answers = new WeakMap<ScheduleRequest, Promise<string | null>>();
  return {
    name: 'InstanceLocalityFilter',
    async passes(pool, request) {
      const { local_to_instance: server } = request.hints;
      // On a further attempt anywhere is better than nowhere.
      if (server === undefined || server === null || (request.retry?.num_attempts ?? 0) > 1) return true;
      if (typeof server !== 'string' || !UUID.test(server))
        throw new InvalidUUID(typeof server === 'string' ? server : JSON.stringify(server));
      const answer = answers.get(request) ?? serverHost(request.context, server);
      answers.set(request, answer);
      return (await answer) === shortHostOf(pool.host);
    },
  };
}
