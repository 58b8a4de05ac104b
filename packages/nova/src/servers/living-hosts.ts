// SPDX-License-Identifier: Apache-2.0
import { HostNotUp } from '../errors/server-actions.js';
import { COMPUTE_BINARY } from '../services/host-directory.js';
import type { ServiceDirectory } from '../services/service-directory.js';
import type { PlacedServer } from './server.js';
import { checkHost } from './state-checks.js';

/** Whether the hosts of servers are heard of. */
export class LivingHosts {
  readonly #directory: Pick<ServiceDirectory, 'isUp'>;

  constructor(directory: Pick<ServiceDirectory, 'isUp'>) {
    this.#directory = directory;
  }

  /** False where a host is not there at all. */
  async isUp({ services }: PlacedServer['cell'], host: string | null): Promise<boolean> {
    if (host === null || host === '') return false;
    const service = await services.find(host, COMPUTE_BINARY);
    return service !== undefined && this.#directory.isUp(service);
  }

  /** Throws `InstanceNotReady` where the server has no host, `HostNotUp` where it is not heard of. */
  async check({ instance, cell }: PlacedServer): Promise<void> {
    if (!(await this.isUp(cell, checkHost(instance)))) throw new HostNotUp();
  }
}
