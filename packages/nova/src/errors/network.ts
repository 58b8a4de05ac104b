// SPDX-License-Identifier: Apache-2.0
import { Conflict, Forbidden, Invalid, InvalidInput, NotFound, NovaError, OverQuota } from './base.js';

/** A request names what only a network service could have. */
export class NoNetworkService extends Invalid {
  /** @param what - `Network 5b1…` */
  constructor(what: string) {
    super(`${what} cannot be used: there is no network service.`);
  }
}

/** A path names what only a network service could have. */
export class NotFoundWithoutNetworkService extends NotFound {
  /** @param what - `Network 5b1…` */
  constructor(what: string) {
    super(`${what} could not be found: there is no network service.`);
  }
}

export class NetworkNotFound extends NotFound {
  constructor(networkId: string) {
    super(`Network ${networkId} could not be found.`);
  }
}

export class PortNotFound extends NotFound {
  constructor(portId: string) {
    super(`Port id ${portId} could not be found.`);
  }
}

export class NetworkAmbiguous extends Invalid {
  constructor() {
    super('Multiple possible networks found, use a Network ID to be more specific.');
  }
}

export class NetworkRequiresSubnet extends Invalid {
  constructor(networkId: string) {
    super(`Network ${networkId} requires a subnet in order to boot instances on.`);
  }
}

export class ExternalNetworkAttachForbidden extends Forbidden {
  constructor(networkId: string) {
    super(`It is not allowed to create an interface on external network ${networkId}`);
  }
}

export class UnableToAutoAllocateNetwork extends Invalid {
  constructor(projectId: string) {
    super(`Unable to automatically allocate a network for project ${projectId}`);
  }
}

export class InterfaceAttachFailedNoNetwork extends Invalid {
  constructor(projectId: string) {
    super(`No specific network was requested and none are available for project '${projectId}'.`);
  }
}

export class PortInUse extends Invalid {
  constructor(portId: string) {
    super(`Port ${portId} is still in use.`);
  }
}

export class PortRequiresFixedIP extends Invalid {
  constructor(portId: string) {
    super(`Port ${portId} requires a FixedIP in order to be used.`);
  }
}

export class PortNotUsable extends Invalid {
  constructor(portId: string, instance: string) {
    super(`Port ${portId} not usable for instance ${instance}.`);
  }
}

export class PortNotUsableDNS extends Invalid {
  constructor(portId: string, instance: string, value: string, hostname: string) {
    super(
      `Port ${portId} not usable for instance ${instance}. Value ${value} assigned to dns_name attribute does not ` +
        `match instance's hostname ${hostname}`,
    );
  }
}

export class PortBindingFailed extends Invalid {
  constructor(portId: string) {
    super(`Binding failed for port ${portId}, please check neutron logs for more information.`);
  }
}

export class PortLimitExceeded extends OverQuota {
  constructor(message = 'Maximum number of ports exceeded') {
    super(message);
  }
}

export class FixedIpAlreadyInUse extends NovaError {}

export class FixedIpNotFoundForAddress extends NotFound {
  constructor(address: string) {
    super(`Fixed IP not found for address ${address}.`);
  }
}

export class FixedIpAssociatedWithMultipleInstances extends NovaError {
  constructor(address: string) {
    super(`More than one instance is associated with fixed IP address '${address}'.`);
  }
}

/** An address that the network does not have. */
export class InvalidFixedIp extends InvalidInput {
  constructor(address: string, networkId: string) {
    super(`Fixed IP ${address} is not a valid ip address for network ${networkId}.`);
  }
}

export class NoMoreFixedIps extends NovaError {
  constructor(networkId: string) {
    super(`No fixed IP addresses available for network: ${networkId}`);
  }
}

export class SecurityGroupNotFound extends NotFound {
  constructor(id: string, message = `Security group ${id} not found.`) {
    super(message);
  }
}

export class SecurityGroupCannotBeApplied extends Invalid {
  constructor(
    message = 'Network requires port_security_enabled and subnet associated in order to apply security groups.',
  ) {
    super(message);
  }
}

/** Several security groups have the name that a request gives. */
export class NoUniqueMatch extends Conflict {
  constructor(name: string) {
    super(`Multiple security groups found matching '${name}'. Use an ID to be more specific.`);
  }
}

/** The network service does not answer, or refuses what is no fault of the caller. */
export class NeutronClientException extends NovaError {
  /** @param code - status of its answer, 0 where there was none */
  constructor(
    readonly code: number,
    /** What neutron calls it: `IpAddressInUse`. */
    readonly kind: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** No port of a server could get an address of that network. */
export class NetworkNotFoundForInstance extends NotFound {
  constructor(instanceUuid: string) {
    super(`Network could not be found for instance ${instanceUuid}.`);
  }
}

export class FixedIpNotFoundForInstance extends NotFound {
  constructor(instanceUuid: string, address: string) {
    super(`Instance ${instanceUuid} does not have fixed IP '${address}'.`);
  }
}

/** A port of a network that promises bandwidth, which nothing has claimed. */
export class NetworksWithQoSPolicyNotSupported extends Invalid {
  constructor(instance: string, networkId: string) {
    super(`Using networks with QoS policy is not supported for instance ${instance}. (Network ID is ${networkId})`);
  }
}

export class FixedIpInvalidOnHost extends Invalid {
  constructor(portId: string) {
    super(`The fixed IP associated with port ${portId} is not compatible with the host.`);
  }
}

/** No port, or more than one, that a metadata provider could mean. */
export class NoPortOfProvider extends Invalid {}
