// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Invalid } from '../../errors/base.js';
import type { SecurityGroup } from '../../network/network-resources.js';
import type { Networks } from '../../network/networks.js';
import { fixedAddresses } from '../addresses.js';
import { instanceObject } from '../instance-object.js';
import type { ServerFinder } from '../server-finder.js';
import { checkHost, checkLock, placed } from '../state-checks.js';

const GROUPS = 'os_compute_api:os-security-groups';

/** What is done with servers' fixed addresses and security groups (nova 26, multinic.py and security_groups.py). */
export class NetworkActions {
  readonly #finder: ServerFinder;
  readonly #networks: Networks;

  constructor(finder: ServerFinder, networks: Networks) {
    this.#finder = finder;
    this.#networks = networks;
  }

  /** The groups of a server. Throws `InstanceNotFound`, `PolicyNotAuthorized`. */
  async securityGroups(context: RequestContext, uuid: string): Promise<readonly SecurityGroup[]> {
    await this.#finder.get(context, uuid, `${GROUPS}:list`, { parts: [] });
    return this.#networks.resources(context).securityGroups.ofServer(context, uuid);
  }

  /** Throws `InstanceNotFound`, `PolicyNotAuthorized` and what `SecurityGroups.addToServer` rejects with. */
  async addGroup(context: RequestContext, uuid: string, name: string): Promise<void> {
    await this.#finder.get(context, uuid, `${GROUPS}:add`, { parts: [] });
    await this.#networks.resources(context).securityGroups.addToServer(context, uuid, name);
  }

  /** Throws as `addGroup`, and `SecurityGroupNotAssociated`. */
  async removeGroup(context: RequestContext, uuid: string, name: string): Promise<void> {
    await this.#finder.get(context, uuid, `${GROUPS}:remove`, { parts: [] });
    await this.#networks.resources(context).securityGroups.removeFromServer(context, uuid, name);
  }

  /** Throws `InstanceIsLocked`, `InstanceNotReady`, and `NoNetworkService` where there is no such network. */
  async addFixedIp(context: RequestContext, uuid: string, networkId: string): Promise<void> {
    const { instance, cell } = placed(await this.#finder.get(context, uuid, 'os_compute_api:os-multinic:add'));
    checkLock(context, instance);
    checkHost(instance);
    await this.#networks.validate(context, [{ network_id: networkId }], 1);
    await cell.compute.addFixedIpToInstance(context, instanceObject(instance), networkId);
  }

  /** Throws as `addFixedIp`, and `Invalid` for an address that the server has not. */
  async removeFixedIp(context: RequestContext, uuid: string, address: string): Promise<void> {
    const { instance, cell } = placed(await this.#finder.get(context, uuid, 'os_compute_api:os-multinic:remove'));
    checkLock(context, instance);
    if (!fixedAddresses(instance).some((one) => one.address === address))
      throw new Invalid(`Instance ${uuid} doesn't have fixed IP '${address}'.`);
    checkHost(instance);
    await cell.compute.removeFixedIpFromInstance(context, instanceObject(instance), address);
  }
}
