// SPDX-License-Identifier: Apache-2.0
import { isIPv4 } from 'node:net';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { Forbidden, Invalid, NotFound } from '../../errors/base.js';
import {
  FloatingIpAssociateFailed,
  FloatingIpNotAssociated,
  FloatingIpNotFoundForAddress,
} from '../../errors/floating-ips.js';
import { networkInfoFrom } from '../../network/network-info.js';
import type { FloatingIp, FloatingIps } from '../../network/network-resources.js';
import type { Networks } from '../../network/networks.js';
import { fixedAddresses } from '../addresses.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { placed } from '../state-checks.js';
import { refreshNetworkInfo } from './refresh-network-info.js';

const RULE = 'os_compute_api:os-floating-ips';
const PARTS = { parts: ['info_cache'] } as const;

/** Floating IPs as older clients give them to servers, take and delete them (nova 26, api/openstack/compute/floating_ips.py). */
export class ServerFloatingIps {
  readonly #finder: ServerFinder;
  readonly #networks: Networks;
  readonly #logger: Logger;

  constructor(finder: ServerFinder, networks: Networks, logger: Logger) {
    this.#finder = finder;
    this.#networks = networks;
    this.#logger = logger;
  }

  /**
   * Has a floating IP stand for a fixed one of a server's: the first of version 4 where none is said. Throws
   * `InstanceNotFound`, `PolicyNotAuthorized`, `Invalid` with what is in the way, `NotFound`, `Forbidden`.
   */
  async associate(context: RequestContext, uuid: string, address: string, fixedAddress?: string): Promise<void> {
    const server = placed(await this.#finder.get(context, uuid, `${RULE}:add`, PARTS));
    const fixed = fixedAddressOf(server, address, fixedAddress);
    const ips = this.#ips(context);
    let before: FloatingIp;
    try {
      before = await ips.getByAddress(context, address);
      const { instance } = server;
      await ips.associate(context, before, { ...instance, info_cache: instance.info_cache ?? null }, fixed);
      await refreshNetworkInfo(this.#networks, context, server);
    } catch (error) {
      if (error instanceof FloatingIpNotFoundForAddress) throw new NotFound('floating IP not found');
      if (error instanceof FloatingIpAssociateFailed || error instanceof Forbidden) throw error;
      throw new Invalid(
        `Unable to associate floating IP ${address} to fixed IP ${fixed} for instance ${uuid}. ` +
          `Error: ${(error as Error).message}`,
        { cause: error },
      );
    }
    if (before.deviceId !== null && before.deviceId !== uuid) await this.#refreshOther(context, before.deviceId);
  }

  /** Throws `InstanceNotFound`, `PolicyNotAuthorized`, `NotFound`, `FloatingIpNotAssociated` where it is not this server's. */
  async disassociate(context: RequestContext, uuid: string, address: string): Promise<void> {
    const server = await this.#finder.get(context, uuid, `${RULE}:remove`, PARTS);
    const ips = this.#ips(context);
    const floatingIp = await ips.getByAddress(context, address);
    if (floatingIp.deviceId !== uuid) throw new FloatingIpNotAssociated(address, uuid);
    await ips.disassociate(context, floatingIp);
    await refreshNetworkInfo(this.#networks, context, placed(server));
  }

  /**
   * Gives a floating IP back, whoever has it. Throws `FloatingIpNotFound`, `FloatingIpMultipleFoundForAddress`, and
   * `InstanceNotFound` where it stands for an address of what is no server of the caller's.
   */
  async delete(context: RequestContext, id: string): Promise<void> {
    const ips = this.#ips(context);
    const { address } = await ips.get(context, id);
    // Upstream has no other way to a server than by its address, which has to be the only one of its kind.
    const floatingIp = await ips.getByAddress(context, address);
    const { deviceId } = floatingIp;
    const server = deviceId === null ? null : await this.#finder.get(context, deviceId, null, PARTS);
    await ips.delete(context, floatingIp);
    if (server !== null) await refreshNetworkInfo(this.#networks, context, placed(server));
  }

  #ips(context: RequestContext): FloatingIps {
    return this.#networks.resources(context).floatingIps;
  }

  /** The server that had it is not to say that it has it still; a later refresh of its own puts right what fails here. */
  async #refreshOther(context: RequestContext, uuid: string): Promise<void> {
    try {
      const server = await this.#finder.get(context, uuid, null, PARTS);
      await refreshNetworkInfo(this.#networks, context, placed(server));
    } catch (error) {
      this.#logger.warning(`Unable to refresh the network info of instance ${uuid}: ${String(error)}`);
    }
  }
}

/** Throws `Invalid`. */
function fixedAddressOf({ instance }: PlacedServer, address: string, wanted: string | undefined): string {
  if (networkInfoFrom(instance.info_cache?.network_info).length === 0)
    throw new Invalid('Instance network is not ready yet');
  const fixed = fixedAddresses(instance).map((one) => one.address);
  if (fixed.length === 0) throw new Invalid('No fixed IPs associated to instance');
  if (wanted !== undefined) {
    if (!fixed.includes(wanted)) throw new Invalid('Specified fixed address not assigned to instance');
    return wanted;
  }
  const found = fixed.find(isIPv4);
  if (found === undefined)
    throw new Invalid(
      `Unable to associate floating IP ${address} to any fixed IPs for instance ${instance.uuid}. ` +
        'Instance has no fixed IPv4 addresses to associate.',
    );
  return found;
}
