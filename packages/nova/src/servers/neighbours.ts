// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { ServiceUnavailable } from '../errors/base.js';
import type { Images } from '../image/images.js';
import type { Networks } from '../network/networks.js';
import type { Placement } from '../placement/placement.js';
import type { Volumes } from '../volume/volumes.js';

/** What is asked of placement of servers and their hosts. */
export interface NeighbourPlacement {
  inRequest(context: RequestContext): Pick<Placement, 'removeAllocations' | 'traitsOf'>;
}

/** The other services that work on servers needs. */
export interface ServerNeighbours {
  readonly volumes: Volumes;
  readonly images: Images;
  readonly placement: NeighbourPlacement;
  readonly networks: Networks;
}

/**
 * A neighbour that is not there: whatever it is asked, it rejects with `ServiceUnavailable`.
 * @param name - `Block Storage`
 */
export function absent(name: string): Images & Volumes & NeighbourPlacement {
  const refuse = (): Promise<never> => Promise.reject(new ServiceUnavailable(`There is no ${name} service.`));
  const service: ReturnType<typeof absent> = new Proxy({} as ReturnType<typeof absent>, {
    get: (_target, method) => {
      // Whether this is a promise, or wants to hear of the application's start and end, is asked by looking for names.
      if (typeof method === 'symbol' || /^(then$|on[A-Z]|before[A-Z])/.test(method)) return undefined;
      return method === 'inRequest' ? () => service : refuse;
    },
  });
  return service;
}
