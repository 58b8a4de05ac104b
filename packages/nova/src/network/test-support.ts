// SPDX-License-Identifier: Apache-2.0
// What the tests of the network service's client share.
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { catalogOf } from '../image/test-support.js';
import { novaOptionGroups } from '../options/index.js';
import { FakeNeutron } from './fake-neutron.js';
import type { NetworkInfo } from './network-info.js';
import { networksFrom } from './networks-from.js';
import type { Allocation, NetworkedServer, Networks } from './networks.js';

/** A neutron, somebody in whose catalog it is, and nova's client of it. */
export interface NeutronSetUp {
  readonly neutron: FakeNeutron;
  readonly context: RequestContext;
  readonly networks: Networks;
}

export async function setUpNeutron(): Promise<NeutronSetUp> {
  const neutron = new FakeNeutron();
  await neutron.listen();
  const context = new RequestContext({
    authToken: 'user token',
    projectId: 'p',
    serviceCatalog: catalogOf('network', neutron.url),
  });
  return { neutron, context, networks: networksOf() };
}

/** With that `[neutron]`. */
export function networksOf(section: Readonly<Record<string, string>> = {}): Networks {
  return networksFrom(
    Configuration.of([...novaOptionGroups], { neutron: { http_retries: '0', ...section } }),
    silentLogger,
  );
}

export function serverOf(info: NetworkInfo = []): NetworkedServer {
  return {
    uuid: 's1',
    project_id: 'p',
    hostname: 'web',
    availability_zone: 'nova',
    info_cache: { instance_uuid: 's1', network_info: JSON.stringify(info) },
  };
}

export function wanting(requested: Allocation['requested'], more: Partial<Allocation> = {}): Allocation {
  return { requested, securityGroups: ['default'], host: 'h1', ...more };
}
