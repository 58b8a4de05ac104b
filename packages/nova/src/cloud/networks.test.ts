// SPDX-License-Identifier: Apache-2.0
import { setupLogging } from '@stackport/context';
import { HeaderMap, Request } from '@stackport/wsgi';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Images } from '../image/images.js';
import { FakeNeutron } from '../network/fake-neutron.js';
import { networkInfoFrom } from '../network/network-info.js';
import { networksOf } from '../network/test-support.js';
import { createNovaApi, type NovaApi } from '../service.js';
import { absent } from '../servers/neighbours.js';
import { IMAGE, TestCloud } from './test-cloud.js';

const NETWORK = '5d3dc082-2c85-4392-a4db-51416da1f07d';

let cloud: TestCloud;
let api: NovaApi;
let neutron: FakeNeutron;
beforeEach(async () => {
  neutron = new FakeNeutron();
  await neutron.listen();
  neutron.project = 'abc';
  neutron.addNetwork(NETWORK);
  cloud = await TestCloud.open({ api: { auth_strategy: 'noauth2' } });
  cloud.networks = networksOf({ endpoint_override: neutron.url });
  const { configuration, databases, transport, volumes, placement, networks } = cloud;
  const images: Images = { ...absent('Image'), show: async () => IMAGE, create: async () => IMAGE };
  api = await createNovaApi({
    ...{ configuration, databases, transport },
    logging: setupLogging(configuration, 'nova-api', { write: () => undefined }),
    neighbours: { images, volumes, placement, networks },
  });
  for (const host of ['a', 'b']) await cloud.host(host);
});
afterEach(async () => {
  await api.close();
  await cloud.close();
  await neutron.close();
});

interface Shown {
  readonly id: string;
  readonly 'OS-EXT-SRV-ATTR:host': string;
}

/** Asks as an administrator; resolves to the status and the body. */
async function ask(method: string, path: string, json?: unknown, version = '2.90') {
  const answer = await api.application(
    Request.blank(`/v2.1${path}`, {
      method,
      host: 'host.example',
      headers: new HeaderMap({
        'X-Auth-Token': 'admin:abc',
        'OpenStack-API-Version': `compute ${version}`,
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      }),
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    }),
  );
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as unknown };
}

const shown = async (id: string) => ((await ask('GET', `/servers/${id}`)).body as { server: Shown }).server;
const hasStatus = (id: string, status: string) =>
  expect.poll(() => shown(id), { timeout: 5000 }).toMatchObject({ status, 'OS-EXT-STS:task_state': null });
const hostOf = async (id: string) => (await shown(id))['OS-EXT-SRV-ATTR:host'];
const act = async (id: string, action: string, argument: unknown = null, version?: string) =>
  (await ask('POST', `/servers/${id}/action`, { [action]: argument }, version)).status;
const portOf = (id: string) => neutron.of('ports').find(({ device_id: device }) => device === id);
const boundTo = (id: string) => portOf(id)?.['binding:host_id'];
const remembered = async (id: string) => {
  const { info_cache: cache } = await (await cloud.cell()).instances.get(id, ['info_cache']);
  return networkInfoFrom(cache?.network_info);
};

/** A server with one port. */
async function active(): Promise<string> {
  const { body } = await ask('POST', '/servers', {
    server: { name: 'one', imageRef: IMAGE.id, flavorRef: await cloud.flavor(), networks: [{ uuid: NETWORK }] },
  });
  const { id } = (body as { server: Shown }).server;
  await hasStatus(id, 'ACTIVE');
  return id;
}

/** The port is where the server is, and what the server remembers of it was looked at there. */
async function movesWithIt(id: string): Promise<void> {
  expect(boundTo(id)).toBe(await hostOf(id));
  expect((await remembered(id)).map(({ profile }) => profile)).toEqual([portOf(id)?.['binding:profile'] ?? {}]);
}

describe('a server’s port', () => {
  it('goes along with a cold migration, and comes back with its revert', async () => {
    const id = await active();
    const source = await hostOf(id);
    expect(boundTo(id)).toBe(source);
    Object.assign(portOf(id) ?? {}, { 'binding:profile': { migrating_to: 'elsewhere', kept: 1 } });
    expect(await act(id, 'migrate')).toBe(202);
    await hasStatus(id, 'VERIFY_RESIZE');
    expect(await hostOf(id)).not.toBe(source);
    await movesWithIt(id);
    expect(portOf(id)).toMatchObject({ 'binding:profile': { kept: 1 } });
    expect(await act(id, 'revertResize')).toBe(202);
    await hasStatus(id, 'ACTIVE');
    expect(await hostOf(id)).toBe(source);
    await movesWithIt(id);
  });

  it('goes along with a live migration', async () => {
    const id = await active();
    const source = await hostOf(id);
    expect(await act(id, 'os-migrateLive', { host: null, block_migration: 'auto' })).toBe(202);
    await expect.poll(() => hostOf(id), { timeout: 5000 }).not.toBe(source);
    await hasStatus(id, 'ACTIVE');
    await movesWithIt(id);
  });

  it('goes along where a server comes back from its shelf, or from a host that is down', async () => {
    const id = await active();
    expect(await act(id, 'shelve')).toBe(202);
    await hasStatus(id, 'SHELVED_OFFLOADED');
    Object.assign(portOf(id) ?? {}, { 'binding:host_id': 'nowhere' });
    expect(await act(id, 'unshelve')).toBe(202);
    await hasStatus(id, 'ACTIVE');
    await movesWithIt(id);
    const source = await hostOf(id);
    await cloud.stopCompute(source);
    const { services } = (await ask('GET', `/os-services?host=${source}`)).body as { services: { id: string }[] };
    await ask('PUT', `/os-services/${services[0]?.id ?? ''}`, { forced_down: true });
    expect(await act(id, 'evacuate', {})).toBe(200);
    await expect.poll(() => hostOf(id), { timeout: 5000 }).not.toBe(source);
    await hasStatus(id, 'ACTIVE');
    await movesWithIt(id);
  });

  it('that cannot be bound where a server comes to leaves it where it was', async () => {
    const id = await active();
    await act(id, 'shelve');
    await hasStatus(id, 'SHELVED_OFFLOADED');
    Object.assign(portOf(id) ?? {}, { 'binding:vif_type': 'binding_failed' });
    await act(id, 'unshelve');
    await expect
      .poll(() => shown(id), { timeout: 5000 })
      .toMatchObject({ 'OS-EXT-STS:task_state': null, 'OS-EXT-SRV-ATTR:host': null });
    expect(await shown(id)).toMatchObject({ status: 'SHELVED_OFFLOADED' });
  });

  it('gets addresses and loses them, up to 2.43', async () => {
    const id = await active();
    // Neutron chooses an address; this one does not.
    const answer = { body: { port: { ...portOf(id) } } };
    neutron.refusals.push({ method: 'PUT', answer });
    const [{ ip_address: address } = { ip_address: '' }] = portOf(id)?.fixed_ips as { ip_address: string }[];
    Object.assign(portOf(id) ?? {}, {
      fixed_ips: [address, '10.0.0.99'].map((one) => ({ subnet_id: `sub-${NETWORK}`, ip_address: one })),
    });
    const addresses = async () =>
      (await remembered(id)).flatMap(({ network }) => network?.subnets[0]?.ips.map((ip) => ip.address));
    expect(await act(id, 'addFixedIp', { networkId: NETWORK }, '2.43')).toBe(202);
    await expect.poll(addresses).toEqual([address, '10.0.0.99']);
    expect(await act(id, 'removeFixedIp', { address: '10.0.0.99' }, '2.43')).toBe(202);
    await expect.poll(addresses).toEqual([address]);
    expect(portOf(id)).toMatchObject({ fixed_ips: [{ ip_address: address }] });
    for (const [action, argument] of [
      ['addFixedIp', { networkId: NETWORK }],
      ['removeFixedIp', { address }],
    ] as const)
      expect(await act(id, action, argument, '2.44')).toBe(404);
    expect(await act(id, 'removeFixedIp', { address: '10.0.0.99' }, '2.43')).toBe(400);
    expect(await act(id, 'addFixedIp', { networkId: 'missing' }, '2.43')).toBe(404);
  });
});
