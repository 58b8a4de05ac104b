// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { PortNotFound } from '../../errors/network.js';
import { MissingPort } from '../../errors/server-actions.js';
import { vmStates } from '../../instances/states.js';
import type { Vif } from '../../network/network-info.js';
import type { Networks } from '../../network/networks.js';
import { instanceObject } from '../instance-object.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';

/** A port that a server is to get: an existing one, one in a network, or one wherever there is one. */
export interface InterfaceOrder {
  readonly networkId: string | null;
  readonly portId: string | null;
  readonly address: string | null;
  readonly tag: string | null;
}

const RULE = 'os_compute_api:os-attach-interfaces';

/** The ports of servers (nova 26, api/openstack/compute/attach_interfaces.py). */
export class ServerInterfaces {
  readonly #finder: ServerFinder;
  readonly #networks: Networks;

  constructor(finder: ServerFinder, networks: Networks) {
    this.#finder = finder;
    this.#networks = networks;
  }

  /** Throws `InstanceNotFound`, `PolicyNotAuthorized`. */
  async list(context: RequestContext, uuid: string): Promise<readonly Vif[]> {
    const { instance } = await this.#finder.get(context, uuid, `${RULE}:list`, { parts: ['info_cache'] });
    return this.#networks.networkInfo(context, { ...instance, info_cache: instance.info_cache ?? null });
  }

  /** Throws `MissingPort` too. */
  async get(context: RequestContext, uuid: string, portId: string): Promise<Vif> {
    const { instance } = await this.#finder.get(context, uuid, `${RULE}:show`, { parts: ['info_cache'] });
    const server = { ...instance, info_cache: instance.info_cache ?? null };
    const found = (await this.#networks.networkInfo(context, server)).find(({ id }) => id === portId);
    if (found === undefined) throw new MissingPort(uuid, portId);
    return found;
  }

  /** Throws `InstanceIsLocked`, `InstanceInvalidState`, what the network service says, and the host's errors. */
  async attach(context: RequestContext, uuid: string, order: InterfaceOrder): Promise<Vif> {
    const server = await this.#changeable(context, uuid, 'create', 'attach_interface');
    const { instance, cell } = server;
    const { networkId, portId, address, tag } = order;
    if (networkId !== null || portId !== null)
      await this.#networks.validate(context, [{ network_id: networkId, port_id: portId, address }], 1);
    await cell.actions.start(context, uuid, 'attach_interface');
    const message = { networkId, portId, requestedIp: address, tag };
    return (await cell.compute.attachInterface(context, instanceObject(instance), message)) as unknown as Vif;
  }

  /** Throws as `attach`, and `PortNotFound` for a port that the server has not. */
  async detach(context: RequestContext, uuid: string, portId: string): Promise<void> {
    const server = await this.#changeable(context, uuid, 'delete', 'detach_interface');
    const { instance, cell } = server;
    const vifs = await this.#networks.networkInfo(context, { ...instance, info_cache: instance.info_cache ?? null });
    if (!vifs.some(({ id }) => id === portId)) throw new PortNotFound(portId);
    await cell.actions.start(context, uuid, 'detach_interface');
    await cell.compute.detachInterface(context, instanceObject(instance), portId);
  }

  async #changeable(context: RequestContext, uuid: string, rule: string, action: string): Promise<PlacedServer> {
    const found = await this.#finder.get(context, uuid, `${RULE}:${rule}`);
    checkServer(context, found.instance, {
      action,
      vmStates: [vmStates.active, vmStates.paused, vmStates.stopped],
      needsHost: true,
    });
    return placed(found);
  }
}
