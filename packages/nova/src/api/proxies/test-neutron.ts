// SPDX-License-Identifier: Apache-2.0
import type { GivenValues } from '@stackport/config';
import { FakeNeutron } from '../../network/fake-neutron.js';
import { networksOf } from '../../network/test-support.js';
import { TestServers } from '../servers/test-servers.js';

/** The API beside a neutron, in which everything is of the project abc. */
export interface ServersBesideNeutron {
  readonly servers: TestServers;
  readonly neutron: FakeNeutron;
  readonly close: () => Promise<void>;
}

/** @param values - of nova.conf */
export async function besideNeutron(values: GivenValues = {}): Promise<ServersBesideNeutron> {
  const neutron = new FakeNeutron();
  await neutron.listen();
  neutron.project = 'abc';
  const networks = networksOf({ endpoint_override: neutron.url });
  const servers = await TestServers.start(values, { networks });
  return {
    servers,
    neutron,
    close: async () => {
      await servers.nova.close();
      await neutron.close();
    },
  };
}

/** Of a server's, `a` in the network `n1`, with that address; also what nova remembers of it. */
export function portOf(uuid: string, address: string): { readonly port: object; readonly info: string } {
  const network = { id: 'n1', label: 'net-n1', subnets: [{ cidr: '10.0.0.0/24', ips: [{ address, version: 4 }] }] };
  return {
    port: {
      ...{ device_id: uuid, device_owner: 'compute:None', network_id: 'n1' },
      fixed_ips: [{ subnet_id: 'sub-n1', ip_address: address }],
    },
    info: JSON.stringify([{ id: 'a', address: 'fa:16:3e:00:00:01', network }]),
  };
}
