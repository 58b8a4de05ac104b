// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { setupLogging } from '@stackport/context';
import { HeaderMap, Request } from '@stackport/wsgi';
import { afterEach, describe, expect, it } from 'vitest';
import type { Images } from '../image/images.js';
import { NoNetworks } from '../network/no-networks.js';
import { createNovaApi, type NovaApi } from '../service.js';
import { absent } from '../servers/neighbours.js';
import { IMAGE, TestCloud } from './test-cloud.js';

let cloud: TestCloud;
let api: NovaApi;
afterEach(async () => {
  await api.close();
  await cloud.close();
});

interface Body {
  readonly server: Readonly<Record<string, unknown>> & { readonly id: string };
}

async function open(): Promise<void> {
  const values = { api: { auth_strategy: 'noauth2' } };
  cloud = await TestCloud.open(values);
  const { configuration, databases, transport, volumes, placement } = cloud;
  const images: Images = { ...absent('Image'), show: async (_context, id) => ({ ...IMAGE, id }) };
  api = await createNovaApi({
    ...{ configuration, databases, transport },
    logging: setupLogging(configuration, 'nova-api', { write: () => undefined }),
    neighbours: { images, volumes, placement, networks: new NoNetworks() },
  });
}

/** Asks as an administrator; resolves to the status and the body. */
async function ask(method: string, path: string, json?: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await api.application(
    Request.blank(`/v2.1${path}`, {
      method,
      host: 'host.example',
      headers: new HeaderMap({
        'X-Auth-Token': 'admin:abc',
        'OpenStack-API-Version': 'compute 2.93',
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      }),
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    }),
  );
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

const hasStatus = (id: string, status: string) =>
  expect
    .poll(async () => ((await ask('GET', `/servers/${id}`)).body as Body).server, { timeout: 5000 })
    .toMatchObject({ status, 'OS-EXT-STS:task_state': null });

describe('the API before a whole cloud', () => {
  it('creates a server, stops and starts it, gives it a volume and takes all away', async () => {
    await open();
    await cloud.host('a');
    const made = await ask('POST', '/servers', {
      server: { name: 'one', imageRef: IMAGE.id, flavorRef: await cloud.flavor(), networks: 'none' },
    });
    expect(made).toMatchObject({ status: 202 });
    const { id } = (made.body as Body).server;
    await hasStatus(id, 'ACTIVE');
    expect(await ask('POST', `/servers/${id}/action`, { 'os-stop': null })).toMatchObject({ status: 202 });
    await hasStatus(id, 'SHUTOFF');
    expect(await ask('POST', `/servers/${id}/action`, { 'os-stop': null })).toMatchObject({ status: 409 });
    expect(await ask('POST', `/servers/${id}/action`, { 'os-start': null })).toMatchObject({ status: 202 });
    await hasStatus(id, 'ACTIVE');
    const volumeId = cloud.volumes.add();
    const attached = await ask('POST', `/servers/${id}/os-volume_attachments`, { volumeAttachment: { volumeId } });
    expect(attached).toMatchObject({ status: 200, body: { volumeAttachment: { volumeId, device: '/dev/sdb' } } });
    await expect.poll(() => cloud.volumes.statesOf(volumeId)).toEqual(['attached']);
    expect(await ask('DELETE', `/servers/${id}/os-volume_attachments/${volumeId}`)).toMatchObject({ status: 202 });
    await expect.poll(() => cloud.volumes.statesOf(volumeId)).toEqual([]);
    const actions = (await ask('GET', `/servers/${id}/os-instance-actions`)).body as {
      instanceActions: { action: string }[];
    };
    expect(actions.instanceActions.map(({ action }) => action)).toEqual([
      'detach_volume',
      'attach_volume',
      'start',
      'stop',
      'create',
    ]);
    expect(await ask('DELETE', `/servers/${id}`)).toMatchObject({ status: 204 });
    await expect.poll(async () => (await ask('GET', `/servers/${id}`)).status).toBe(404);
    expect(await ask('GET', '/servers')).toEqual({ status: 200, body: { servers: [] } });
  });

  it('builds a server of another image where it is, whatever other hosts there are', async () => {
    await open();
    for (const host of ['a', 'b', 'c']) await cloud.host(host);
    const made = await ask('POST', '/servers', {
      server: { name: 'one', imageRef: IMAGE.id, flavorRef: await cloud.flavor(), networks: 'none' },
    });
    const { id } = (made.body as Body).server;
    await hasStatus(id, 'ACTIVE');
    const hostOf = async () => ((await ask('GET', `/servers/${id}`)).body as Body).server['OS-EXT-SRV-ATTR:host'];
    const host = await hostOf();
    for (const imageRef of [randomUUID(), randomUUID(), randomUUID(), randomUUID()]) {
      expect(await ask('POST', `/servers/${id}/action`, { rebuild: { imageRef } })).toMatchObject({ status: 202 });
      await hasStatus(id, 'ACTIVE');
      expect((await ask('GET', `/servers/${id}`)).body).toMatchObject({ server: { image: { id: imageRef } } });
      expect(await hostOf()).toBe(host);
    }
  });

  it('says of a move that finds no host that it failed, and why to administrators', async () => {
    await open();
    await cloud.host('a');
    const made = await ask('POST', '/servers', {
      server: { name: 'one', imageRef: IMAGE.id, flavorRef: await cloud.flavor(), networks: 'none', adminPass: '' },
    });
    expect(made).toMatchObject({ status: 202, body: { server: { adminPass: '' } } });
    const { id } = (made.body as Body).server;
    await hasStatus(id, 'ACTIVE');
    expect(await ask('POST', `/servers/${id}/action`, { migrate: null })).toMatchObject({ status: 202 });
    const newest = async () => {
      const { body } = await ask('GET', `/servers/${id}/os-instance-actions`);
      return (body as { instanceActions: { request_id: string; message: string | null }[] }).instanceActions[0];
    };
    await expect.poll(newest, { timeout: 5000 }).toMatchObject({ action: 'migrate', message: 'Error' });
    const { request_id: request } = (await newest()) ?? { request_id: '' };
    const { body } = await ask('GET', `/servers/${id}/os-instance-actions/${request}`);
    const { events } = (body as { instanceAction: { events: { event: string }[] } }).instanceAction;
    for (const event of ['conductor_migrate_server', 'cold_migrate'])
      expect(events.find((one) => one.event === event)).toMatchObject({ result: 'Error', host: 'node' });
  });

  it('knows how a guest does while it runs', async () => {
    await open();
    await cloud.host('a');
    const made = await ask('POST', '/servers', {
      server: { name: 'one', imageRef: IMAGE.id, flavorRef: await cloud.flavor(), networks: 'none' },
    });
    const { id } = (made.body as Body).server;
    await hasStatus(id, 'ACTIVE');
    expect(await ask('GET', `/servers/${id}/diagnostics`)).toMatchObject({ status: 200, body: { state: 'running' } });
    expect(await ask('POST', `/servers/${id}/action`, { 'os-stop': null })).toMatchObject({ status: 202 });
    await hasStatus(id, 'SHUTOFF');
    const message = `Cannot 'get_diagnostics' instance ${id} while it is in power state shutdown`;
    expect(await ask('GET', `/servers/${id}/diagnostics`)).toMatchObject({
      status: 409,
      body: { conflictingRequest: { message } },
    });
  });

  it('clears up at a host that comes back what was built anew elsewhere', async () => {
    await open();
    const drivers = { a: await cloud.host('a'), b: await cloud.host('b') };
    const made = await ask('POST', '/servers', {
      server: { name: 'one', imageRef: IMAGE.id, flavorRef: await cloud.flavor(), networks: 'none' },
    });
    const { id } = (made.body as Body).server;
    await hasStatus(id, 'ACTIVE');
    const hostOf = async () => ((await ask('GET', `/servers/${id}`)).body as Body).server['OS-EXT-SRV-ATTR:host'];
    const source = (await hostOf()) as 'a' | 'b';
    const other = source === 'a' ? 'b' : 'a';
    await cloud.stopCompute(source);
    const { services } = (await ask('GET', `/os-services?host=${source}`)).body as { services: { id: string }[] };
    const service = `/os-services/${services[0]?.id ?? ''}`;
    await ask('PUT', service, { forced_down: true });
    expect(await ask('POST', `/servers/${id}/action`, { evacuate: {} })).toMatchObject({ status: 200 });
    await expect.poll(hostOf, { timeout: 5000 }).toBe(other);
    await hasStatus(id, 'ACTIVE');
    const held = () => Object.keys(cloud.placement.consumers.get(id)?.allocations ?? {});
    const { migrations, nodes } = await cloud.cell();
    const status = async () => (await migrations.list({})).map((one) => one.status);
    await expect.poll(status).toEqual(['done']);
    const guests = async () => ({ a: (await drivers.a.guests()).length, b: (await drivers.b.guests()).length });
    expect([held().length, await guests()]).toEqual([2, { a: 1, b: 1 }]);

    await cloud.startCompute(source, drivers[source]);
    expect(await guests()).toEqual({ a: 1, b: 1, [source]: 0 });
    expect(await status()).toEqual(['completed']);
    const [node] = await nodes.list({ host: other });
    expect(held()).toEqual([node?.uuid]);
    await hasStatus(id, 'ACTIVE');

    // What came back since is the server itself.
    const [migration] = await migrations.list({});
    await migrations.save(migration?.id ?? 0, { status: 'done', source_compute: other });
    await cloud.stopCompute(other);
    await cloud.startCompute(other, drivers[other]);
    expect(await guests()).toEqual({ a: 1, b: 1, [source]: 0 });
    expect([await status(), held()]).toEqual([['completed'], [node?.uuid]]);
  });

  it('asks hosts, and tells placement and the scheduler of aggregates', async () => {
    await open();
    await cloud.host('a');
    await cloud.host('b');
    // The fake driver does not know an uptime, as upstream's.
    expect(await ask('GET', '/os-hypervisors/detail')).toMatchObject({
      body: { hypervisors: [{ uptime: null }, { uptime: null }] },
    });
    const made = await ask('POST', '/os-aggregates', { aggregate: { name: 'fast', availability_zone: 'z' } });
    const { id } = (made.body as { aggregate: { id: number } }).aggregate;
    expect(await ask('POST', `/os-aggregates/${id}/action`, { add_host: { host: 'b' } })).toMatchObject({
      status: 200,
    });
    for (const name of ['one', 'two', 'three']) {
      const server = { name, imageRef: IMAGE.id, flavorRef: await cloud.flavor(), networks: 'none' };
      const answer = await ask('POST', '/servers', { server: { ...server, availability_zone: 'z' } });
      await hasStatus((answer.body as Body).server.id, 'ACTIVE');
      const shown = (await ask('GET', `/servers/${(answer.body as Body).server.id}`)).body;
      expect(shown).toMatchObject({ server: { 'OS-EXT-SRV-ATTR:host': 'b' } });
    }
  });
});
