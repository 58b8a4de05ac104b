// SPDX-License-Identifier: Apache-2.0
import type { InstanceValues } from '../instances/instance.js';

/** An address of a server. */
export interface ServerAddress {
  readonly address: string;
  readonly version: number;
  readonly type: 'fixed' | 'floating';
  readonly macAddress: string;
}

/** A network that a server has ports in, with the server's addresses there: fixed ones first. */
export interface ServerNetwork {
  readonly label: string;
  readonly addresses: readonly ServerAddress[];
}

interface StoredIp {
  readonly address?: string | null;
  readonly version?: number;
  readonly type?: string;
  readonly floating_ips?: readonly StoredIp[];
}

interface StoredPort {
  readonly address?: string;
  readonly network?: {
    readonly label?: string;
    readonly subnets?: readonly { readonly ips?: readonly StoredIp[] }[];
  };
}

/** The networks of a server as its cache has them (nova's network model). */
export function serverNetworks(instance: InstanceValues): readonly ServerNetwork[] {
  const byLabel = new Map<string, { fixed: ServerAddress[]; floating: ServerAddress[] }>();
  for (const { address: macAddress = '', network } of portsOf(instance)) {
    const label = network?.label ?? '';
    const of = byLabel.get(label) ?? { fixed: [], floating: [] };
    byLabel.set(label, of);
    for (const ip of network?.subnets?.flatMap(({ ips = [] }) => ips) ?? []) {
      of.fixed.push(addressOf(ip, 'fixed', macAddress));
      of.floating.push(...(ip.floating_ips ?? []).map((one) => addressOf(one, 'floating', macAddress)));
    }
  }
  return [...byLabel].map(([label, { fixed, floating }]) => ({ label, addresses: [...fixed, ...floating] }));
}

/** Addresses of a server's own, in all its networks. */
export function fixedAddresses(instance: InstanceValues): readonly ServerAddress[] {
  return serverNetworks(instance)
    .flatMap(({ addresses }) => addresses)
    .filter(({ type, address }) => type === 'fixed' && address !== '');
}

function portsOf({ info_cache: cache }: InstanceValues): readonly StoredPort[] {
  const text = cache?.network_info ?? null;
  const ports: unknown = text === null || text === '' ? [] : JSON.parse(text);
  return Array.isArray(ports) ? (ports as readonly StoredPort[]) : [];
}

function addressOf(ip: StoredIp, type: ServerAddress['type'], macAddress: string): ServerAddress {
  return { address: ip.address ?? '', version: ip.version ?? 4, type, macAddress };
}
