// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeNeutron } from './fake-neutron.js';
import type { Allocation, Networks } from './networks.js';
import { setUpNeutron } from './test-support.js';

let neutron: FakeNeutron;
let context: RequestContext;
let networks: Networks;
beforeEach(async () => {
  ({ neutron, context, networks } = await setUpNeutron());
});
afterEach(() => neutron.close());

describe('validate', () => {
  it('is for as many servers as the quota has ports for', async () => {
    neutron.addNetwork('n1');
    neutron.addNetwork('n2', { shared: true, tenant_id: 'q' });
    const two = [{ network_id: 'n1' }, { network_id: 'n2' }];
    expect(await networks.validate(context, two, 5)).toBe(5);
    neutron.portQuota = 6;
    neutron.addPort('used');
    expect(await networks.validate(context, two, 5)).toBe(2);
    expect(await networks.validate(context, [{ network_id: 'none' }], 5)).toBe(5);
    neutron.portQuota = 0;
    await expect(networks.validate(context, two, 5)).rejects.toThrow(
      'The number of defined ports: 1 is over the limit: 0',
    );
  });

  it('wants one network where none is named', async () => {
    expect(await networks.validate(context, null, 1)).toBe(1);
    neutron.addNetwork('n1');
    neutron.addNetwork('n2');
    for (const requested of [null, [], [{ network_id: 'auto' }]])
      await expect(networks.validate(context, requested, 1)).rejects.toMatchObject({ name: 'NetworkAmbiguous' });
  });

  it('wants to know whether a network can be made', async () => {
    expect(await networks.validate(context, [{ network_id: 'auto' }], 1)).toBe(1);
    expect(neutron.asked.map(({ url }) => url)).toContain('/v2.0/auto-allocated-topology/p?fields=dry-run');
    neutron.answers.push(
      { body: { networks: [] } },
      { body: { networks: [] } },
      { status: 409, body: { NeutronError: { type: 'AutoAllocationFailure', message: 'no' } } },
    );
    await expect(networks.validate(context, [{ network_id: 'auto' }], 1)).rejects.toThrow(
      'Unable to automatically allocate a network for project p',
    );
  });

  it('refuses what is not there or cannot be used', async () => {
    neutron.addNetwork('n1');
    neutron.addNetwork('bare', { subnets: [] });
    neutron.addPort('busy', { device_id: 'other' });
    neutron.addPort('homeless', { fixed_ips: [] });
    neutron.addPort('later', { fixed_ips: [], ip_allocation: 'deferred' });
    const refused = (requested: Allocation['requested']) =>
      networks.validate(context, requested, 1).catch((error: unknown) => (error as Error).message);
    expect(await refused([{ network_id: 'n1' }, { network_id: 'gone' }])).toBe('Network gone could not be found.');
    expect(await refused([{ network_id: 'bare' }])).toBe(
      'Network bare requires a subnet in order to boot instances on.',
    );
    expect(await refused([{ port_id: 'gone' }])).toBe('Port id gone could not be found.');
    expect(await refused([{ port_id: 'busy' }])).toBe('Port busy is still in use.');
    expect(await refused([{ port_id: 'homeless' }])).toBe('Port homeless requires a FixedIP in order to be used.');
    expect(await refused([{ port_id: 'later' }])).toBe(1);
    const address = (neutron.port('busy')?.fixed_ips as { ip_address: string }[])[0]?.ip_address ?? '';
    expect(await refused([{ network_id: 'n1', address }])).toBe(
      `Fixed IP address ${address} is already in use on instance other.`,
    );
  });
});
