// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import {
  AttachInterfaceNotSupported,
  NetworkInterfaceTaggedAttachNotSupported,
  PortNotAttached,
} from '../../errors/compute-work.js';
import type { InstanceValues } from '../../instances/instance.js';
import { networkInfoFrom, type NetworkInfo, type Vif } from '../../network/network-info.js';
import type { RequestedNetwork } from '../../network/networks.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { InterfaceAttachFailed, InterfaceDetachFailed, NotImplementedError } from '../drivers/errors.js';
import type { GuestInterface } from '../drivers/guest.js';
import type { ComputeContext } from './compute-context.js';
import { notify } from './notify.js';
import { operate } from './operation.js';

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache'] as const;

/** Keeps what is known of a server's ports. @returns the server with it */
export async function keepNetworkInfo(
  { store }: ComputeContext,
  context: NovaContext,
  instance: InstanceValues,
  ports: NetworkInfo,
): Promise<InstanceValues> {
  const network_info = JSON.stringify(ports);
  await store.saveNetworkInfo(context, instance.uuid, network_info);
  return { ...instance, info_cache: { instance_uuid: instance.uuid, network_info } };
}

/**
 * Has the network service know that a server is at a host now, and keeps what it says of the server's ports there; without
 * one all stays as it is. Rejects with `PortBindingFailed`. @returns the server with it
 */
export async function movePorts(
  compute: ComputeContext,
  context: NovaContext,
  instance: InstanceValues,
  host: string = compute.host,
): Promise<InstanceValues> {
  const { networks } = compute;
  if (!networks.isThere(context)) return instance;
  await networks.bindTo(context, instance, host);
  return keepNetworkInfo(compute, context, instance, await networks.networkInfo(context, instance));
}

/** Ports that come to running servers and go from them (nova 26, compute/manager.py, attach_interface and its kin). */
export class Interfaces {
  readonly #compute: ComputeContext;

  constructor(compute: ComputeContext) {
    this.#compute = compute;
  }

  /** Rejects with `AttachInterfaceNotSupported`, `InterfaceAttachFailed`, and with the network service's refusals. */
  attach(context: NovaContext, uuid: string, request: RequestedNetwork): Promise<Vif> {
    const { store, driver, guests, networks, host, logger } = this.#compute;
    const options = { name: 'attach_interface', revertsTask: false };
    return operate(this.#compute, context, uuid, options, async () => {
      if (!driver.capabilities.supportsAttachInterface) throw new AttachInterfaceNotSupported(uuid);
      if ((request.tag ?? '') !== '' && !driver.capabilities.supportsTaggedAttachInterface)
        throw new NetworkInterfaceTaggedAttachNotSupported();
      const instance = await store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, 'interface_attach.start');
      const before = networkInfoFrom(instance.info_cache?.network_info);
      const made = await networks.allocate(context, instance, { requested: [request], securityGroups: [], host });
      const [port] = made;
      if (port === undefined || made.length > 1) throw new InterfaceAttachFailed(uuid);
      const changed = await keepNetworkInfo(this.#compute, context, instance, [...before, port]);
      try {
        const devices = await store.devices(context, uuid);
        await driver.attachInterface(await guests.describe(context, instance, { devices }), guestPort(port));
      } catch (error) {
        logger.error(`attach interface failed, try to deallocate port ${port.id}`, error);
        const left = await networks.deallocatePort(context, changed, port.id);
        await keepNetworkInfo(this.#compute, context, instance, left);
        throw new InterfaceAttachFailed(uuid);
      }
      await notify(this.#compute, context, changed, 'interface_attach.end');
      return port;
    });
  }

  async detach(context: NovaContext, uuid: string, portId: string, message: IncomingMessage): Promise<void> {
    await message.acknowledge();
    const options = { name: 'detach_interface', revertsTask: false };
    await operate(this.#compute, context, uuid, options, async () => {
      const { store, driver, guests, networks, logger } = this.#compute;
      const instance = await store.instance(context, uuid, PARTS);
      const port = networkInfoFrom(instance.info_cache?.network_info).find(({ id }) => id === portId);
      if (port === undefined) throw new PortNotAttached(portId);
      await notify(this.#compute, context, instance, 'interface_detach.start');
      try {
        const devices = await store.devices(context, uuid);
        await driver.detachInterface(await guests.describe(context, instance, { devices }), guestPort(port));
      } catch (error) {
        logger.error(`Detach interface failed, port_id=${portId}`, error);
        throw new InterfaceDetachFailed(uuid);
      }
      const left = await networks.deallocatePort(context, instance, portId);
      const changed = await keepNetworkInfo(this.#compute, context, instance, left);
      await notify(this.#compute, context, changed, 'interface_detach.end');
    });
  }

  /** One of the server's ports gets one more address in a network. */
  async addFixedIp(context: NovaContext, uuid: string, networkId: string, message: IncomingMessage): Promise<void> {
    const { networks } = this.#compute;
    await this.#readdress(context, uuid, 'create_ip', 'add_fixed_ip_to_instance', message, (instance) =>
      networks.addFixedIp(context, instance, networkId),
    );
  }

  /** One of the server's ports loses an address. */
  async removeFixedIp(context: NovaContext, uuid: string, address: string, message: IncomingMessage): Promise<void> {
    const { networks } = this.#compute;
    await this.#readdress(context, uuid, 'delete_ip', 'remove_fixed_ip_from_instance', message, (instance) =>
      networks.removeFixedIp(context, instance, address),
    );
  }

  async #readdress(
    context: NovaContext,
    uuid: string,
    event: string,
    name: string,
    message: IncomingMessage,
    change: (instance: InstanceValues) => Promise<NetworkInfo>,
  ): Promise<void> {
    await message.acknowledge();
    await operate(this.#compute, context, uuid, { name, revertsTask: false }, async () => {
      const instance = await this.#compute.store.instance(context, uuid, PARTS);
      await notify(this.#compute, context, instance, `${event}.start`);
      const changed = await keepNetworkInfo(this.#compute, context, instance, await change(instance));
      await notify(this.#compute, context, changed, `${event}.end`);
    });
  }

  /** Asks the network service what ports the server has now. */
  async refresh(context: NovaContext, uuid: string): Promise<void> {
    const { store, networks } = this.#compute;
    const instance = await store.instance(context, uuid, PARTS);
    await keepNetworkInfo(this.#compute, context, instance, await networks.networkInfo(context, instance));
  }

  /** A port that somebody deleted is taken from the guest; what the guest says against it is only logged. */
  async forget(context: NovaContext, uuid: string, portId: string | null): Promise<void> {
    const { store, driver, guests, logger } = this.#compute;
    const instance = await store.instance(context, uuid, PARTS);
    const ports = networkInfoFrom(instance.info_cache?.network_info);
    const port = ports.find(({ id }) => id === portId);
    if (port === undefined) return;
    const left = ports.filter(({ id }) => id !== portId);
    await keepNetworkInfo(this.#compute, context, instance, left);
    try {
      const devices = await store.devices(context, uuid);
      await driver.detachInterface(await guests.describe(context, instance, { devices }), guestPort(port));
    } catch (error) {
      if (!(error instanceof NotImplementedError)) logger.error(`Detach interface failed, port_id=${port.id}`, error);
    }
  }
}

function guestPort({ id, address }: Vif): GuestInterface {
  return { id, address: address ?? '' };
}
