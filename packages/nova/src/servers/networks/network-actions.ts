// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Invalid, NotFound } from '../../errors/base.js';
import { SecurityGroupNotFoundForProject } from '../../errors/server-actions.js';
import type { Networks } from '../../network/networks.js';
import { fixedAddresses } from '../addresses.js';
import { instanceObject } from '../instance-object.js';
import type { ServerFinder } from '../server-finder.js';
import { checkHost, checkLock, placed } from '../state-checks.js';

const GROUPS = 'os_compute_api:os-security-groups';

/** What older clients do with servers' addresses and security groups, which the network service has (nova 26, multinic.py). */
export class NetworkActions {
  readonly #finder: ServerFinder;
  readonly #networks: Networks;

  constructor(finder: ServerFinder, networks: Networks) {
    this.#finder = finder;
    this.#networks = networks;
  }

  /** Names of the groups of a server. Throws `InstanceNotFound`, `PolicyNotAuthorized`. */
  async securityGroups(context: RequestContext, uuid: string): Promise<readonly string[]> {
    await this.#finder.get(context, uuid, `${GROUPS}:list`, { parts: [] });
    return this.#networks.securityGroupsOf(context, uuid);
  }

  /** A server without ports has nothing that could be in a group. Throws `SecurityGroupNotFoundForProject`. */
  async changeGroups(context: RequestContext, uuid: string, name: string, rule: 'add' | 'remove'): Promise<never> {
    const { instance } = await this.#finder.get(context, uuid, `${GROUPS}:${rule}`, { parts: [] });
    throw new SecurityGroupNotFoundForProject(name, instance.project_id ?? '');
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

  /** Throws `Invalid` for a server without an address that one could stand for, `NotFound` otherwise: nobody has such here. */
  async addFloatingIp(context: RequestContext, uuid: string): Promise<never> {
    const rule = 'os_compute_api:os-floating-ips:add';
    const { instance } = await this.#finder.get(context, uuid, rule, { parts: ['info_cache'] });
    if (fixedAddresses(instance).length === 0) throw new Invalid('Instance network is not ready yet');
    throw new NotFound('floating IP not found');
  }

  /** Throws `NotFound`. */
  async removeFloatingIp(context: RequestContext, uuid: string): Promise<never> {
    await this.#finder.get(context, uuid, 'os_compute_api:os-floating-ips:remove', { parts: [] });
    throw new NotFound('floating IP not found');
  }
}
