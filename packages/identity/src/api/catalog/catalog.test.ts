// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let admin: string;
beforeAll(async () => {
  cloud = await TestCloud.create({
    bootstrap: { services: [{ type: 'image', name: 'glance', url: 'http://$(public_host)s:9292' }] },
  });
  admin = await cloud.admin();
});
afterAll(() => cloud.close());

const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  cloud.call(method, `/v3/${path}`, { token: admin, body });
const service = (more: object = {}) => cloud.create('services', 'service', { type: 'test', name: 'tester', ...more });
const endpoint = (serviceId: string, more: object = {}) =>
  cloud.create('endpoints', 'endpoint', {
    service_id: serviceId,
    interface: 'public',
    region_id: 'RegionOne',
    url: 'http://tester.test/$(project_id)s',
    ...more,
  });

/** What a project's catalog has of a type. */
async function catalog(type: string, headers: { host?: string } = {}): Promise<Answer['body']> {
  const token = await cloud.demo();
  const { body } = await cloud.call('GET', '/v3/auth/catalog', { token, ...headers });
  return body.catalog.find((entry: { type: string }) => entry.type === type);
}

describe('a region', () => {
  it('is created with an id of choice, or with one made up', async () => {
    const chosen = await call('POST', 'regions', { region: { id: 'north', description: 'cold' } });
    expect(chosen.body.region).toEqual({
      id: 'north',
      description: 'cold',
      parent_region_id: null,
      links: { self: 'http://keystone.test:5000/v3/regions/north' },
    });
    expect((await cloud.create('regions', 'region', {})).id).toMatch(/^[0-9a-f]{32}$/);
    expect((await call('POST', 'regions', { region: { id: 'north' } })).status).toBe(409);
    expect((await call('PUT', 'regions/south', { region: {} })).status).toBe(201);
    expect((await call('PUT', 'regions/west', { region: { id: 'east' } })).status).toBe(400);
  });

  it('has parents, but never itself', async () => {
    await call('PUT', 'regions/a', { region: {} });
    await call('PUT', 'regions/b', { region: { parent_region_id: 'a' } });
    expect((await call('GET', 'regions?parent_region_id=a')).body.regions).toHaveLength(1);
    expect((await call('PATCH', 'regions/a', { region: { parent_region_id: 'b' } })).status).toBe(400);
    expect((await call('PATCH', 'regions/a', { region: { parent_region_id: 'nosuch' } })).status).toBe(404);
    expect((await call('DELETE', 'regions/a')).status).toBe(204);
    expect((await call('GET', 'regions/b')).status).toBe(404);
  });

  it('stays while endpoints are in it', async () => {
    await call('PUT', 'regions/busy', { region: {} });
    await endpoint((await service()).id, { region_id: 'busy' });
    const { status, body } = await call('DELETE', 'regions/busy');
    expect([status, body.error.message]).toEqual([
      403,
      'Unable to delete region busy because it or its child regions have associated endpoints.',
    ]);
  });
});

describe('a service', () => {
  it('is created, changed, found and deleted with its endpoints', async () => {
    const created = await service({ type: 'compute', description: 'runs', colour: 'red' });
    expect(created).toMatchObject({ type: 'compute', enabled: true, description: 'runs', colour: 'red' });
    const changed = await call('PATCH', `services/${created.id}`, { service: { name: 'nova' } });
    expect(changed.body.service).toMatchObject({ name: 'nova', type: 'compute', colour: 'red' });
    expect((await call('GET', 'services?type=compute')).body.services).toHaveLength(1);
    expect((await call('GET', 'services?name=nova&type=image')).body.services).toHaveLength(0);
    const { id } = await endpoint(created.id);
    await cloud.done('DELETE', `/v3/services/${created.id}`);
    expect((await call('GET', `endpoints/${id}`)).status).toBe(404);
  });
});

describe('an endpoint', () => {
  it('is in the catalog with its URL filled in, unless it or its service is disabled', async () => {
    const owner = await service({ type: 'filled' });
    const { id } = await endpoint(owner.id);
    const project = await cloud.idOf('projects', 'demo');
    const entry = await catalog('filled');
    expect(entry.endpoints).toEqual([
      { id, interface: 'public', region: 'RegionOne', region_id: 'RegionOne', url: `http://tester.test/${project}` },
    ]);
    await call('PATCH', `endpoints/${id}`, { endpoint: { enabled: false } });
    expect((await catalog('filled')).endpoints).toEqual([]);
    await call('PATCH', `endpoints/${id}`, { endpoint: { enabled: true } });
    await call('PATCH', `services/${owner.id}`, { service: { enabled: false } });
    expect(await catalog('filled')).toBeUndefined();
  });

  it('of the bootstrap follows the host that was asked, and shows what stands there to administrators', async () => {
    const url = (one: { url: string }): string => one.url;
    const urls = async (host: string): Promise<string[]> => (await catalog('image', { host })).endpoints.map(url);
    expect(new Set(await urls('cloud.example:5000'))).toEqual(new Set(['http://cloud.example:9292']));
    expect(new Set(await urls('[::1]:5000'))).toEqual(new Set(['http://[::1]:9292']));
    const { id } = await catalog('image');
    const listed = await call('GET', `endpoints?service_id=${id}&interface=admin`);
    expect(listed.body.endpoints.map(url)).toEqual(['http://$(public_host)s:9292']);
  });

  it('is refused with a URL, region, service or interface that cannot be', async () => {
    const { id } = await service();
    const post = (body: object): Promise<Answer> =>
      call('POST', 'endpoints', {
        endpoint: { service_id: id, interface: 'public', url: 'http://tester.test', ...body },
      });
    expect((await post({ url: 'http://$(password)s' })).status).toBe(400);
    expect((await post({ url: '' })).status).toBe(400);
    expect((await post({ region_id: 'nosuch' })).status).toBe(400);
    expect((await post({ service_id: 'nosuch' })).status).toBe(400);
    expect((await post({ interface: 'secret' })).status).toBe(400);
    // The old name of the attribute makes the region it names.
    expect((await post({ region: 'made' })).body.endpoint).toMatchObject({ region: 'made', region_id: 'made' });
    expect((await call('GET', 'regions/made')).status).toBe(200);
  });
});
