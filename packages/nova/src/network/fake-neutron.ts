// SPDX-License-Identifier: Apache-2.0
// A small neutron for tests: keeps ports, and answers as the Networking API v2.0 does.
import { NeighbourStub, type Answer, type Asked } from '../image/test-support.js';
import type { Resource } from './neutron-session.js';

type Kept = Record<string, unknown> & { id: string };

export class FakeNeutron extends NeighbourStub {
  readonly collections: Record<string, Kept[]> = {
    networks: [],
    subnets: [],
    ports: [],
    floatingips: [],
    'security-groups': [],
    'security-group-rules': [],
    extensions: [{ id: 'dns', alias: 'dns-integration' }],
  };
  portQuota = -1;
  /** Whose everything is that is made. */
  project = 'p';
  /** Answered to the next request of this method in place of what it would do. */
  readonly refusals: { readonly method: string; readonly answer: Answer }[] = [];
  #count = 0;

  constructor() {
    super();
    this.fallback = (asked) => this.#answer(asked);
  }

  /** A network with one subnet. */
  addNetwork(id: string, more: Resource = {}, subnet: Resource = {}): void {
    this.of('networks').push({
      id,
      name: `net-${id}`,
      tenant_id: this.project,
      shared: false,
      mtu: 1450,
      subnets: [`sub-${id}`],
      'provider:network_type': 'vxlan',
      ...more,
    });
    this.of('subnets').push({
      id: `sub-${id}`,
      network_id: id,
      cidr: '10.0.0.0/24',
      gateway_ip: '10.0.0.1',
      enable_dhcp: true,
      dns_nameservers: ['8.8.8.8'],
      host_routes: [{ destination: '192.168.0.0/16', nexthop: '10.0.0.254' }],
      ...subnet,
    });
  }

  addPort(id: string, more: Resource = {}): Kept {
    const networkId = typeof more.network_id === 'string' ? more.network_id : 'n1';
    const port: Kept = {
      id,
      network_id: networkId,
      tenant_id: this.project,
      device_id: '',
      device_owner: '',
      mac_address: 'fa:16:3e:00:00:01',
      status: 'ACTIVE',
      admin_state_up: true,
      fixed_ips: [{ subnet_id: `sub-${networkId}`, ip_address: `10.0.0.${(this.#count += 1) + 1}` }],
      security_groups: [],
      'binding:vif_type': 'ovs',
      'binding:vif_details': {},
      'binding:vnic_type': 'normal',
      ...more,
    };
    this.of('ports').push(port);
    return port;
  }

  port(id: string): Kept | undefined {
    return this.of('ports').find((port) => port.id === id);
  }

  of(collection: string): Kept[] {
    return (this.collections[collection] ??= []);
  }

  #answer({ method, url, body }: Asked): Answer {
    const refused = this.refusals.findIndex((one) => one.method === method);
    if (refused >= 0) return this.refusals.splice(refused, 1)[0]?.answer ?? {};
    const { pathname, searchParams } = new URL(url, 'http://neutron');
    const [, , collection = '', id] = pathname.split('/').map(decodeURIComponent);
    if (collection === 'quotas') return { body: { quota: { port: this.portQuota } } };
    if (collection === 'auto-allocated-topology')
      return { body: { auto_allocated_topology: { id: this.of('networks')[0]?.id } } };
    const name = collection.replaceAll('-', '_');
    const sent = body === '' ? {} : (JSON.parse(body) as Record<string, Record<string, unknown>>);
    const one = name.slice(0, -1);
    if (method === 'POST') return { status: 201, body: { [one]: this.#make(collection, sent[one]) } };
    if (id === undefined) return { body: { [name]: this.of(collection).filter((one) => fits(one, searchParams)) } };
    const found = this.of(collection).find((one) => one.id === id);
    if (found === undefined)
      return { status: 404, body: { NeutronError: { type: 'NotFound', message: 'not here', detail: '' } } };
    if (method === 'DELETE') {
      this.of(collection).splice(this.of(collection).indexOf(found), 1);
      if (collection === 'security-group-rules') this.#collectRules();
      return { status: 204 };
    }
    if (method === 'PUT') Object.assign(found, sent[one]);
    return { body: { [one]: found } };
  }

  #make(collection: string, values: Resource = {}): Kept {
    const id = `made-${this.#count + 1}`;
    if (collection === 'ports') return this.addPort(id, values);
    this.#count += 1;
    const ip = { floating_ip_address: `203.0.113.${this.#count}`, port_id: null, fixed_ip_address: null };
    const made: Kept = {
      // As those of neutron, which are UUIDs.
      id: `00000000-0000-4000-8000-${String(this.#count).padStart(12, '0')}`,
      tenant_id: this.project,
      ...(collection === 'floatingips' ? ip : {}),
      ...(collection === 'security-groups' ? { security_group_rules: [] } : {}),
      ...(collection === 'security-group-rules' ? { port_range_min: null, port_range_max: null } : {}),
      ...values,
    };
    this.of(collection).push(made);
    if (collection === 'security-group-rules') this.#collectRules();
    return made;
  }

  /** Groups have their rules in them. */
  #collectRules(): void {
    const rules = this.of('security-group-rules');
    for (const group of this.of('security-groups'))
      group.security_group_rules = rules.filter(({ security_group_id: id }) => id === group.id);
  }
}

/** Filters as neutron has them: any of the values of a name. */
function fits(one: Kept, filters: URLSearchParams): boolean {
  return [...new Set(filters.keys())].every((name) => {
    if (name === 'fields') return true;
    const values = filters.getAll(name);
    if (name === 'fixed_ips')
      return (one.fixed_ips as readonly { ip_address: string }[]).some(({ ip_address: address }) =>
        values.includes(`ip_address=${address}`),
      );
    const held = one[name];
    return values.some((value) => (typeof held === 'boolean' ? String(held) === value.toLowerCase() : held === value));
  });
}
