// SPDX-License-Identifier: Apache-2.0
import {
  defaultTransportOptions,
  FakeBroker,
  getTransport,
  NotificationListener,
  RpcServer,
} from '@stackport/messaging';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { computeHost } from '../api/test-hosts.js';
import { testNova, type TestNova } from '../api/test-nova-api.js';
import { IMAGE } from '../cloud/test-cloud.js';
import { absent } from '../servers/neighbours.js';

interface Heard {
  readonly publisherId: string;
  readonly eventType: string;
  readonly payload: unknown;
}

const KEY =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDx8nkQv/zgGgB4rMYmIf+6A4l6Rr+o/6lHBQdW5aYd44bd8JttDCE/F/pNRr0lRE+PiqSPO8nDPHw0010JeMH9gYgnnFlyY3/OcJ02RhIPyyxYpv9FhY+2YiUkpwFOcLImyrxEsYXpD/0d3ac30bNH6Sw9JD9UZHYcpSxsIbECHw== me';

let nova: TestNova;
let closeBus: () => Promise<void>;
let versioned: Heard[];
let legacy: Heard[];

async function open(format: string): Promise<void> {
  const broker = new FakeBroker();
  const config = defaultTransportOptions();
  const transport = getTransport({ url: 'fake://', exchange: 'nova', config, fakeBroker: broker });
  [versioned, legacy] = [[], []];
  const topics = ['versioned_notifications', 'notifications'];
  const listeners = topics.map(
    (topic, index) =>
      new NotificationListener(
        transport,
        [{ topic }],
        [
          {
            info: async ({ publisherId, eventType, payload }) => {
              (index === 0 ? versioned : legacy).push({ publisherId, eventType, payload });
              return 'handled';
            },
          },
        ],
      ),
  );
  for (const one of listeners) await one.start();
  // Nobody builds servers here, but somebody has to take the orders.
  const conductor = new RpcServer(transport, { topic: 'conductor', server: 'node', version: '3.0' }, []);
  await conductor.start();
  nova = await testNova({
    transport,
    ports: { images: { ...absent('Image'), show: async (_context, id) => ({ ...IMAGE, id }) } },
    values: {
      DEFAULT: { host: 'node' },
      notifications: { notification_format: format },
      oslo_messaging_notifications: { driver: ['messagingv2'] },
    },
  });
  closeBus = async () => {
    await conductor.stop();
    await conductor.wait();
    for (const one of listeners) {
      await one.stop();
      await one.wait();
    }
    await transport.close();
  };
}

const send = async (method: string, path: string, json?: unknown, version = '2.90') => {
  const answer = await nova.ask(method, `/v2.1${path}`, { version, ...(json === undefined ? {} : { json }) });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body as Record<string, Record<string, unknown>>;
};

/** Event types with what of their payloads a test looks at. */
const told = (fields: readonly string[]): unknown[] =>
  versioned.map(({ eventType, payload }) => {
    const { 'nova_object.data': data } = payload as { 'nova_object.data': Record<string, unknown> };
    return [eventType, ...fields.map((field) => data[field])];
  });
const events = (heard: readonly Heard[]): string[] => heard.map(({ eventType }) => eventType);

describe('versioned notifications', () => {
  beforeEach(() => open('both'));
  afterEach(async () => {
    await nova.close();
    await closeBus();
  });

  it('tell of key pairs', async () => {
    await send('POST', '/os-keypairs', { keypair: { name: 'mine', public_key: KEY, type: 'ssh' } });
    await send('DELETE', '/os-keypairs/mine');
    await expect.poll(() => versioned.length).toBe(4);
    const fingerprint = '1e:2c:9b:56:79:4b:45:77:f9:ca:7a:98:2c:b0:d5:3c';
    expect(told(['name', 'fingerprint'])).toEqual([
      ['keypair.import.start', 'mine', null],
      ['keypair.import.end', 'mine', fingerprint],
      ['keypair.delete.start', 'mine', fingerprint],
      ['keypair.delete.end', 'mine', fingerprint],
    ]);
    expect(versioned[1]).toEqual({
      publisherId: 'nova-api:node',
      eventType: 'keypair.import.end',
      payload: {
        'nova_object.name': 'KeypairPayload',
        'nova_object.namespace': 'nova',
        'nova_object.version': '1.0',
        'nova_object.data': { user_id: 'admin', name: 'mine', public_key: KEY, fingerprint, type: 'ssh' },
      },
    });
    expect(events(legacy)).toEqual(events(versioned));
  });

  it('tell of flavors, and of who has them', async () => {
    const flavor = { name: 'small', id: 'f', ram: 64, vcpus: 1, disk: 1, 'os-flavor-access:is_public': false };
    await send('POST', '/flavors', { flavor });
    await send('POST', '/flavors/f/os-extra_specs', { extra_specs: { 'hw:cpu_policy': 'shared' } });
    await send('POST', '/flavors/f/action', { addTenantAccess: { tenant: 'one' } });
    await send('PUT', '/flavors/f', { flavor: { description: 'tiny' } });
    await send('DELETE', '/flavors/f/os-extra_specs/hw:cpu_policy');
    await send('DELETE', '/flavors/f');
    await expect.poll(() => versioned.length).toBe(6);
    const specs = { 'hw:cpu_policy': 'shared' };
    expect(told(['extra_specs', 'projects', 'description'])).toEqual([
      ['flavor.create', {}, [], null],
      ['flavor.update', specs, [], null],
      ['flavor.update', specs, ['one'], null],
      ['flavor.update', specs, ['one'], 'tiny'],
      ['flavor.update', {}, ['one'], 'tiny'],
      ['flavor.delete', null, null, 'tiny'],
    ]);
    expect(legacy).toEqual([]);
  });

  it('tell of aggregates, in the older format too', async () => {
    await computeHost(nova, 'host');
    const { aggregate } = await send('POST', '/os-aggregates', { aggregate: { name: 'a', availability_zone: 'z' } });
    const { id, uuid } = aggregate ?? {};
    const path = `/os-aggregates/${String(id)}`;
    await send('POST', `${path}/action`, { add_host: { host: 'host' } });
    await send('POST', `${path}/action`, { set_metadata: { metadata: { ssd: 'true' } } });
    await send('PUT', path, { aggregate: { name: 'b' } });
    await send('POST', `${path}/action`, { remove_host: { host: 'host' } });
    await send('DELETE', path);
    await expect.poll(() => versioned.length).toBe(12);
    const [zone, both] = [{ availability_zone: 'z' }, { availability_zone: 'z', ssd: 'true' }];
    expect(told(['id', 'uuid', 'name', 'hosts', 'metadata'])).toEqual([
      ['aggregate.create.start', null, uuid, 'a', null, zone],
      ['aggregate.create.end', id, uuid, 'a', [], zone],
      ['aggregate.add_host.start', id, uuid, 'a', [], zone],
      ['aggregate.add_host.end', id, uuid, 'a', ['host'], zone],
      ['aggregate.update_metadata.start', id, uuid, 'a', ['host'], zone],
      ['aggregate.update_metadata.end', id, uuid, 'a', ['host'], both],
      ['aggregate.update_prop.start', id, uuid, 'b', ['host'], both],
      ['aggregate.update_prop.end', id, uuid, 'b', ['host'], both],
      ['aggregate.remove_host.start', id, uuid, 'b', ['host'], both],
      ['aggregate.remove_host.end', id, uuid, 'b', [], both],
      ['aggregate.delete.start', id, uuid, 'b', [], both],
      ['aggregate.delete.end', id, uuid, 'b', [], both],
    ]);
    const byId = `aggregate.${String(id)}`;
    expect(legacy.slice(0, 4)).toEqual([
      { publisherId: 'aggregate.a', eventType: 'aggregate.create.start', payload: { name: 'a', meta_data: zone } },
      {
        publisherId: byId,
        eventType: 'aggregate.create.end',
        payload: { name: 'a', meta_data: zone, aggregate_id: id },
      },
      { publisherId: byId, eventType: 'aggregate.addhost.start', payload: { aggregate_id: id, host_name: 'host' } },
      {
        publisherId: byId,
        eventType: 'aggregate.addhost.end',
        payload: { aggregate_id: id, host_name: 'host', name: 'a' },
      },
    ]);
    expect(legacy).toHaveLength(12);
  });

  it('tell of server groups', async () => {
    const group = { name: 'g', policy: 'anti-affinity', rules: { max_server_per_host: 1 } };
    const { server_group: made } = await send('POST', '/os-server-groups', { server_group: group });
    await send('DELETE', `/os-server-groups/${String(made?.id)}`);
    await expect.poll(() => versioned.length).toBe(2);
    const values = ['g', ['anti-affinity'], 'anti-affinity', { max_server_per_host: '1' }, [], null];
    expect(told(['name', 'policies', 'policy', 'rules', 'members', 'hosts'])).toEqual([
      ['server_group.create', ...values],
      ['server_group.delete', ...values],
    ]);
    expect(events(legacy)).toEqual(['servergroup.create', 'servergroup.delete']);
  });

  it('tell of servers that join a group', async () => {
    const group = { name: 'g', policy: 'affinity' };
    const { server_group: made } = await send('POST', '/os-server-groups', { server_group: group });
    const flavor = { name: 'small', id: 'f', ram: 64, vcpus: 1, disk: 1 };
    await send('POST', '/flavors', { flavor });
    const order = { name: 's', imageRef: IMAGE.id, flavorRef: 'f', networks: 'none', min_count: 2 };
    await send('POST', '/servers', { server: order, 'os:scheduler_hints': { group: made?.id } });
    const joined = (): Heard[] => versioned.filter(({ eventType }) => eventType === 'server_group.add_member');
    await expect.poll(() => joined().length).toBe(2);
    const { members } = (await send('GET', `/os-server-groups/${String(made?.id)}`)).server_group ?? {};
    const [first] = members as string[];
    expect(members).toHaveLength(2);
    expect(joined()).toMatchObject([
      { publisherId: 'nova-api:node', payload: { 'nova_object.data': { uuid: made?.id, members: [first] } } },
      { publisherId: 'nova-api:node', payload: { 'nova_object.data': { uuid: made?.id, members } } },
    ]);
    expect(legacy.filter(({ eventType }) => eventType === 'servergroup.addmember')).toMatchObject([
      { payload: { server_group_id: made?.id, instance_uuids: [first] } },
      { payload: { server_group_id: made?.id } },
    ]);
  });

  it('tell of services that are switched and removed, in their name', async () => {
    await computeHost(nova, 'host');
    const { services } = (await send('GET', '/os-services')) as unknown as { services: { id: string }[] };
    const path = `/os-services/${services[0]?.id ?? ''}`;
    await send('PUT', path, { status: 'disabled', disabled_reason: 'broken' });
    await send('DELETE', path);
    await expect.poll(() => versioned.length).toBe(2);
    expect(told(['host', 'binary', 'disabled', 'disabled_reason'])).toEqual([
      ['service.update', 'host', 'nova-compute', true, 'broken'],
      ['service.delete', 'host', 'nova-compute', true, 'broken'],
    ]);
    expect(versioned.map(({ publisherId }) => publisherId)).toEqual(['nova-compute:host', 'nova-compute:host']);
  });
});

describe.each([
  ['versioned', 4, 0],
  ['unversioned', 0, 4],
])('the format %s', (format, ofVersioned, ofLegacy) => {
  afterEach(async () => {
    await nova.close();
    await closeBus();
  });

  it('is the only one that is sent', async () => {
    await open(format);
    await send('POST', '/os-keypairs', { keypair: { name: 'mine', public_key: KEY, type: 'ssh' } });
    await send('DELETE', '/os-keypairs/mine');
    await expect.poll(() => [versioned.length, legacy.length]).toEqual([ofVersioned, ofLegacy]);
  });
});
