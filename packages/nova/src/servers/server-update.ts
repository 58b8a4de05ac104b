// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { BuildRequestNotFound, InstanceNotFound } from '../errors/instances.js';
import type { BuildRequestRepository } from '../instances/build-request-repository.js';
import type { InstanceChanges } from '../instances/instance.js';
import type { PartName } from '../instances/instance-repository.js';
import type { Server } from './server.js';
import type { ServerFinder } from './server-finder.js';

/** Changes what a server is called and where it says that it can be reached (nova 26, compute/api.py, update_instance). */
export class ServerUpdates {
  readonly #finder: ServerFinder;
  readonly #buildRequests: BuildRequestRepository;

  constructor(finder: ServerFinder, buildRequests: BuildRequestRepository) {
    this.#finder = finder;
    this.#buildRequests = buildRequests;
  }

  /**
   * The server with its changes. Throws `InstanceNotFound`, `PolicyNotAuthorized`.
   * @param parts - loaded of it
   */
  async update(
    context: RequestContext,
    uuid: string,
    changes: InstanceChanges,
    parts: readonly PartName[],
  ): Promise<Server> {
    const rule = 'os_compute_api:servers:update';
    const found = await this.#finder.get(context, uuid, rule, { parts });
    if (found.cell === null && (await this.#saveRequest(uuid, changes)))
      return { ...found, instance: { ...found.instance, ...changes } };
    // A server that has got its cell meanwhile is changed there.
    const server = found.cell === null ? await this.#finder.get(context, uuid, rule, { parts }) : found;
    if (server.cell === null) throw new InstanceNotFound(uuid);
    await server.cell.instances.save(uuid, changes);
    return { ...server, instance: await server.cell.instances.get(uuid, parts) };
  }

  async #saveRequest(uuid: string, changes: InstanceChanges): Promise<boolean> {
    try {
      await this.#buildRequests.saveInstance(uuid, changes);
      return true;
    } catch (error) {
      if (error instanceof BuildRequestNotFound) return false;
      throw error;
    }
  }
}
