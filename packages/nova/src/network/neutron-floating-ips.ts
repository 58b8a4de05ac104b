// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import {
  FloatingIpAssociateFailed,
  FloatingIpBadRequest,
  FloatingIpLimitExceeded,
  FloatingIpMultipleFoundForAddress,
  FloatingIpNotFound,
  FloatingIpNotFoundForAddress,
  FloatingIpPoolAmbiguous,
  FloatingIpPoolNotFound,
  NoMoreFloatingIps,
} from '../errors/floating-ips.js';
import { FixedIpNotFoundForAddress } from '../errors/network.js';
import { isUuidLike } from '../uuid.js';
import type { FloatingIp, FloatingIps } from './network-resources.js';
import type { NetworkedServer } from './networks.js';
import { orNull, reworded } from './neutron-errors.js';
import type { NeutronSession, Resource } from './neutron-session.js';

/** Neutron's floating IPs, with the names of their networks and what their ports are of. */
export class NeutronFloatingIps implements FloatingIps {
  readonly #session: NeutronSession;
  readonly #defaultPool: string;

  /** @param defaultPool - `default_floating_pool` */
  constructor(session: NeutronSession, defaultPool: string) {
    this.#session = session;
    this.#defaultPool = defaultPool;
  }

  async list(context: RequestContext): Promise<readonly FloatingIp[]> {
    return this.#described(context, await this.#find(context, { tenant_id: context.projectId ?? '' }));
  }

  async get(context: RequestContext, id: string): Promise<FloatingIp> {
    const { floatingip } = await reworded(this.#session.get(context, 'user', pathOf(id)), {
      404: () => new FloatingIpNotFound(id),
    });
    return this.#one(context, floatingip as Resource);
  }

  async getByAddress(context: RequestContext, address: string): Promise<FloatingIp> {
    const [found, other] = await this.#find(context, { floating_ip_address: address });
    if (found === undefined) throw new FloatingIpNotFoundForAddress(address);
    if (other !== undefined) throw new FloatingIpMultipleFoundForAddress(address);
    return this.#one(context, found);
  }

  async create(context: RequestContext, pool: string | null): Promise<FloatingIp> {
    const floating_network_id = await this.#poolId(context, pool ?? this.#defaultPool);
    const making = this.#session.post(context, 'user', '/floatingips', { floatingip: { floating_network_id } });
    const { floatingip } = await reworded(making, {
      IpAddressGenerationFailure: () => new NoMoreFloatingIps(pool),
      ExternalIpAddressExhausted: () => new NoMoreFloatingIps(pool),
      OverQuota: () => new FloatingIpLimitExceeded(pool),
      400: (message) => new FloatingIpBadRequest(message),
    });
    return this.#one(context, floatingip as Resource);
  }

  async delete(context: RequestContext, { id, address }: FloatingIp): Promise<void> {
    await reworded(this.#session.delete(context, 'user', pathOf(id)), {
      404: () => new FloatingIpNotFoundForAddress(address),
    });
  }

  async associate(
    context: RequestContext,
    { id, address }: FloatingIp,
    server: NetworkedServer,
    fixedAddress: string,
  ): Promise<void> {
    const ports = await this.#session.list(context, 'user', 'ports', {
      device_id: server.uuid,
      device_owner: `compute:${server.availability_zone ?? 'None'}`,
    });
    const port = ports.find(({ fixed_ips: ips }) =>
      (ips as readonly Resource[]).some(({ ip_address: one }) => one === fixedAddress),
    );
    if (port === undefined) throw new FixedIpNotFoundForAddress(fixedAddress);
    const floatingip = { port_id: port.id, fixed_ip_address: fixedAddress };
    await reworded(this.#session.put(context, 'user', pathOf(id), { floatingip }), {
      404: () => new FloatingIpNotFoundForAddress(address),
      409: (message) => new FloatingIpAssociateFailed(message),
    });
  }

  async disassociate(context: RequestContext, { id, address }: FloatingIp): Promise<void> {
    await reworded(this.#session.put(context, 'user', pathOf(id), { floatingip: { port_id: null } }), {
      404: () => new FloatingIpNotFoundForAddress(address),
    });
  }

  /** None where neutron has no routers, and so no floating IPs. */
  async #find(context: RequestContext, query: Readonly<Record<string, string>>): Promise<readonly Resource[]> {
    return (await orNull(this.#session.list(context, 'user', 'floatingips', query))) ?? [];
  }

  async #poolId(context: RequestContext, pool: string): Promise<string> {
    const [found, other] = await this.#session.list(context, 'user', 'networks', {
      'router:external': 'True',
      fields: 'id',
      [isUuidLike(pool) ? 'id' : 'name']: pool,
    });
    if (found === undefined) throw new FloatingIpPoolNotFound();
    if (other !== undefined) throw new FloatingIpPoolAmbiguous(pool);
    return String(found.id);
  }

  async #one(context: RequestContext, floatingIp: Resource): Promise<FloatingIp> {
    const [described] = await this.#described(context, [floatingIp]);
    return described as FloatingIp;
  }

  /** Two questions, however many they are: one where neutron tells of the ports by itself. */
  async #described(context: RequestContext, found: readonly Resource[]): Promise<readonly FloatingIp[]> {
    if (found.length === 0) return [];
    const unknown = found.filter((one) => !('port_details' in one)).flatMap(({ port_id: id }) => textOrNull(id) ?? []);
    const fields = ['id', 'name'];
    const [networks, ports] = await Promise.all([
      this.#session.list(context, 'user', 'networks', { fields }, [
        'id',
        found.map(({ floating_network_id: id }) => String(id)),
      ]),
      this.#session.list(context, 'user', 'ports', { fields: ['id', 'device_id'] }, ['id', unknown]),
    ]);
    const names = new Map(networks.map(({ id, name }) => [String(id), textOrNull(name)]));
    const portDetails = new Map(ports.map((port) => [port.id, port]));
    return found.map((one) => {
      const networkId = String(one.floating_network_id);
      const port = (one.port_details ?? portDetails.get(one.port_id)) as Resource | null | undefined;
      return {
        id: String(one.id),
        address: String(one.floating_ip_address),
        pool: names.get(networkId) ?? networkId,
        fixedAddress: textOrNull(one.fixed_ip_address),
        portId: textOrNull(one.port_id),
        deviceId: textOrNull(port?.device_id),
      };
    });
  }
}

function pathOf(id: string): string {
  return `/floatingips/${encodeURIComponent(id)}`;
}

/** Neutron says "none" with an empty text, too. */
function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
