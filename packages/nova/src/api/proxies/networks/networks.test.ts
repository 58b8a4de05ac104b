// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { messageOf, TestServers } from '../../servers/test-servers.js';
import { besideNeutron, type ServersBesideNeutron } from '../test-neutron.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function beside(values: Parameters<typeof besideNeutron>[0] = {}): Promise<ServersBesideNeutron> {
  const started = await besideNeutron(values);
  closing.push(started.close);
  started.neutron.addNetwork('n1');
  return started;
}

describe('networks of old microversions', () => {
  it('are those of neutron, up to 2.35', async () => {
    const { servers } = await beside();
    const { body } = await servers.ask('GET', '/os-networks/n1');
    const network = {
      ...{ id: 'n1', label: 'net-n1', cidr: null, netmask: null, gateway: null, broadcast: null, dns1: null },
      ...{ dns2: null, cidr_v6: null, gateway_v6: null, netmask_v6: null },
    };
    expect(body).toEqual({ network });
    expect((await servers.ask('GET', '/os-networks')).body).toEqual({ networks: [network] });
    const asAdmin = (await servers.ask('GET', '/os-networks/n1', { as: 'admin:abc' })).body as { network: object };
    expect(Object.keys(asAdmin.network)).toHaveLength(32);
    expect(asAdmin.network).toMatchObject({ label: 'net-n1', mtu: null, share_address: null });
    const lost = await servers.ask('GET', '/os-networks/none');
    expect([lost.status, messageOf(lost)]).toEqual([404, 'Network not found']);
    expect((await servers.ask('GET', '/os-networks', { version: '2.35' })).status).toBe(200);
    for (const path of ['/os-networks', '/os-networks/n1', '/os-tenant-networks', '/os-tenant-networks/n1'])
      expect((await servers.ask('GET', path, { version: '2.36' })).status, path).toBe(404);
  });

  it('are those of projects, too', async () => {
    const { servers, neutron } = await beside();
    const network = { id: 'n1', cidr: 'None', label: 'net-n1' };
    expect((await servers.ask('GET', '/os-tenant-networks')).body).toEqual({ networks: [network] });
    expect((await servers.ask('GET', '/os-tenant-networks/n1')).body).toEqual({ network });
    expect((await servers.ask('GET', '/os-tenant-networks/none')).status).toBe(404);
    neutron.refusals.push({ method: 'GET', answer: { status: 503, body: 'x' } });
    expect((await servers.ask('GET', '/os-tenant-networks')).status).toBe(500);
  });

  it('have those that the operator has for everybody', async () => {
    const { servers, neutron } = await beside({
      api: { use_neutron_default_nets: 'true', neutron_default_tenant_id: 'everybody' },
    });
    neutron.addNetwork('n2', { tenant_id: 'everybody' });
    const listed = (await servers.ask('GET', '/os-tenant-networks')).body as { networks: { id: string }[] };
    expect(listed.networks.map(({ id }) => id)).toEqual(['n1', 'n2', 'n2']);
    neutron.answers.push({ body: { networks: [] } }, { status: 503, body: 'x' });
    expect((await servers.ask('GET', '/os-tenant-networks')).body).toEqual({ networks: [] });
    expect(servers.nova.lines.join('\n')).toContain('Failed to get default networks');
  });

  it('are for who may see them', async () => {
    const { servers } = await beside({ oslo_policy: { enforce_new_defaults: 'true', enforce_scope: 'false' } });
    for (const path of ['/os-networks', '/os-networks/n1', '/os-tenant-networks', '/os-tenant-networks/n1'])
      expect((await servers.ask('GET', path)).status, path).toBe(403);
  });

  it('are none without a network service', async () => {
    const servers = await TestServers.start();
    closing.push(() => servers.nova.close());
    for (const path of ['/os-networks', '/os-tenant-networks']) {
      expect((await servers.ask('GET', path)).body).toEqual({ networks: [] });
      const lost = await servers.ask('GET', `${path}/n1`);
      expect([lost.status, messageOf(lost)]).toEqual([
        404,
        'Network n1 could not be found: there is no network service.',
      ]);
    }
  });
});
