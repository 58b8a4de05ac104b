// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { NetworkNotFound } from '../errors/network.js';
import type { ListedNetwork, NetworkList } from './network-resources.js';
import { reworded } from './neutron-errors.js';
import type { NeutronSession, Resource } from './neutron-session.js';

const NETWORKS = 'networks';

/** Neutron's networks as users see them. */
export class NeutronNetworkList implements NetworkList {
  readonly #session: NeutronSession;

  constructor(session: NeutronSession) {
    this.#session = session;
  }

  async list(context: RequestContext): Promise<readonly ListedNetwork[]> {
    return (await this.#session.list(context, 'user', NETWORKS, {})).map(listed);
  }

  async ofProject(context: RequestContext, projectId: string): Promise<readonly ListedNetwork[]> {
    return (await this.#session.list(context, 'nova', NETWORKS, { tenant_id: projectId })).map(listed);
  }

  async external(context: RequestContext): Promise<readonly ListedNetwork[]> {
    return (await this.#session.list(context, 'user', NETWORKS, { 'router:external': 'True' })).map(listed);
  }

  async get(context: RequestContext, id: string): Promise<ListedNetwork> {
    const path = `/networks/${encodeURIComponent(id)}`;
    const { network } = await reworded(this.#session.get(context, 'user', path), {
      404: () => new NetworkNotFound(id),
    });
    return listed(network as Resource);
  }
}

function listed({ id, name }: Resource): ListedNetwork {
  return { id: String(id), name: typeof name === 'string' ? name : null };
}
