// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { ListedNetwork } from './network-resources.js';
import type { Networks } from './networks.js';

/** Networks for projects: what they have, and what the operator has for all of them. */
export class ProjectNetworks {
  readonly #networks: Networks;
  readonly #defaultProject: string | undefined;
  readonly #logger: Logger;

  /** @param defaultProject - whose networks everybody is shown; undefined for nobody's */
  constructor(networks: Networks, defaultProject: string | undefined, logger: Logger) {
    this.#networks = networks;
    this.#defaultProject = defaultProject;
    this.#logger = logger;
  }

  async list(context: RequestContext): Promise<readonly ListedNetwork[]> {
    const own = await this.#networks.resources(context).networks.list(context);
    return [...own, ...(await this.#defaults(context))];
  }

  /** Throws `NetworkNotFound`. */
  get(context: RequestContext, id: string): Promise<ListedNetwork> {
    return this.#networks.resources(context).networks.get(context, id);
  }

  /** A list is not to fail at what the operator has added to it. */
  async #defaults(context: RequestContext): Promise<readonly ListedNetwork[]> {
    if (this.#defaultProject === undefined) return [];
    try {
      return await this.#networks.resources(context).networks.ofProject(context, this.#defaultProject);
    } catch (error) {
      this.#logger.error('Failed to get default networks', error);
      return [];
    }
  }
}
