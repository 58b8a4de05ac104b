// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let admin: string;
let service: string;
let project: string;
beforeAll(async () => {
  cloud = await TestCloud.create({
    bootstrap: { services: [{ type: 'image', name: 'glance', url: 'http://glance.test' }] },
  });
  // Of all limits the system's administrators are shown more than their project's.
  admin = await cloud.login('admin', ADMIN_PASSWORD, { system: { all: true } });
  project = await cloud.idOf('projects', 'demo');
  service = (await cloud.call('GET', '/v3/services', { token: admin })).body.services[0].id;
});
afterAll(() => cloud.close());

const call = (method: string, path: string, body?: unknown, token = admin): Promise<Answer> =>
  cloud.call(method, `/v3/${path}`, { token, body });
const register = (name: string, more: object = {}): Promise<Answer> =>
  call('POST', 'registered_limits', {
    registered_limits: [{ service_id: service, resource_name: name, default_limit: 10, ...more }],
  });
const limit = (name: string, value: number, more: object = { project_id: project }): Promise<Answer> =>
  call('POST', 'limits', { limits: [{ service_id: service, resource_name: name, resource_limit: value, ...more }] });

describe('a registered limit', () => {
  it('is the default of a service’s resource', async () => {
    const created = await register('image_size', { description: 'in MiB', region_id: 'RegionOne' });
    expect(created.status).toBe(201);
    const [made] = created.body.registered_limits;
    expect(made).toMatchObject({ resource_name: 'image_size', default_limit: 10, region_id: 'RegionOne' });
    expect((await register('image_size', { region_id: 'RegionOne' })).status).toBe(409);
    expect((await register('image_size')).status).toBe(201);
    const path = `registered_limits/${made.id}`;
    expect(
      (await call('PATCH', path, { registered_limit: { default_limit: 11 } })).body.registered_limit,
    ).toMatchObject({ default_limit: 11, description: 'in MiB' });
    expect((await call('GET', 'registered_limits?resource_name=image_size')).body.registered_limits).toHaveLength(2);
    await cloud.done('DELETE', `/v3/${path}`);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('is of a service and a region that there are, and all of a request or none', async () => {
    expect((await register('x', { service_id: 'a'.repeat(32) })).status).toBe(400);
    expect((await register('x', { region_id: 'nosuch' })).status).toBe(400);
    expect((await register('x', { default_limit: -2 })).status).toBe(400);
    const twice = { service_id: service, resource_name: 'twice', default_limit: 1 };
    expect((await call('POST', 'registered_limits', { registered_limits: [twice, twice] })).status).toBe(409);
    expect((await call('GET', 'registered_limits?resource_name=twice')).body.registered_limits).toEqual([]);
  });

  it('stays while projects have limits of their own', async () => {
    const { id } = (await register('busy')).body.registered_limits[0];
    const made = (await limit('busy', 5)).body.limits[0];
    expect((await call('PATCH', `registered_limits/${id}`, { registered_limit: { default_limit: 1 } })).status).toBe(
      403,
    );
    expect((await call('DELETE', `registered_limits/${id}`)).status).toBe(403);
    await cloud.done('DELETE', `/v3/limits/${made.id}`);
    await cloud.done('DELETE', `/v3/registered_limits/${id}`);
  });
});

describe('a limit', () => {
  it('is a project’s or a domain’s own value', async () => {
    await register('own');
    const { status, body } = await limit('own', 20, { project_id: project, description: 'more' });
    expect(status).toBe(201);
    const [made] = body.limits;
    expect(made).toMatchObject({ project_id: project, domain_id: null, resource_limit: 20, description: 'more' });
    expect((await limit('own', 30)).status).toBe(409);
    expect((await limit('own', 30, { domain_id: 'default' })).status).toBe(201);
    const path = `limits/${made.id}`;
    expect((await call('PATCH', path, { limit: { resource_limit: 25 } })).body.limit.resource_limit).toBe(25);
    expect((await call('GET', `limits?project_id=${project}&resource_name=own`)).body.limits).toHaveLength(1);
    expect((await limit('unregistered', 1)).status).toBe(403);
    expect((await limit('own', 1, { project_id: 'a'.repeat(32) })).status).toBe(400);
    expect((await limit('own', 1, { project_id: project, domain_id: 'default' })).status).toBe(400);
  });

  it('is seen by its project', async () => {
    await register('seen');
    const { id } = (await limit('seen', 3)).body.limits[0];
    const demo = await cloud.demo();
    expect((await call('GET', `limits/${id}`, undefined, demo)).status).toBe(200);
    const listed: { project_id: string }[] = (await call('GET', 'limits', undefined, demo)).body.limits;
    expect(new Set(listed.map((one) => one.project_id))).toEqual(new Set([project]));
    expect((await call('DELETE', `limits/${id}`, undefined, demo)).status).toBe(403);
    expect((await call('GET', 'limits/model', undefined, demo)).body.model.name).toBe('flat');
  });

  it('in two levels is no greater than its domain’s', async () => {
    const strict = await TestCloud.create({
      values: { unified_limit: { enforcement_model: 'strict_two_level' } },
      bootstrap: { services: [{ type: 'image', name: 'glance', url: 'http://glance.test' }] },
    });
    try {
      const token = await strict.login('admin', ADMIN_PASSWORD, { system: { all: true } });
      const { id: owner } = (await strict.call('GET', '/v3/services', { token })).body.services[0];
      const post = (path: string, body: object): Promise<Answer> =>
        strict.call('POST', `/v3/${path}`, { token, body: { [path]: [{ service_id: owner, ...body }] } });
      await post('registered_limits', { resource_name: 'size', default_limit: 10 });
      const below = await strict.idOf('projects', 'demo');
      const own = (value: number, more: object): Promise<Answer> =>
        post('limits', { resource_name: 'size', resource_limit: value, ...more });
      expect((await own(11, { project_id: below })).status).toBe(403);
      expect((await own(20, { domain_id: 'default' })).status).toBe(201);
      expect((await own(15, { project_id: below })).status).toBe(201);
      const [domain] = (await strict.call('GET', '/v3/limits?domain_id=default', { token })).body.limits;
      const lower = await strict.call('PATCH', `/v3/limits/${domain.id}`, {
        token,
        body: { limit: { resource_limit: 14 } },
      });
      expect(lower.status).toBe(403);
    } finally {
      await strict.close();
    }
  });

  it('goes with the service that it is for', async () => {
    const cloud = await TestCloud.create({
      bootstrap: { services: [{ type: 'image', name: 'glance', url: 'http://glance.test' }] },
    });
    try {
      const token = await cloud.login('admin', ADMIN_PASSWORD, { system: { all: true } });
      const { id: owner } = (await cloud.call('GET', '/v3/services', { token })).body.services[0];
      const limit = { service_id: owner, resource_name: 'size' };
      const registered = { token, body: { registered_limits: [{ ...limit, default_limit: 10 }] } };
      expect((await cloud.call('POST', '/v3/registered_limits', registered)).status).toBe(201);
      const own = { ...limit, resource_limit: 5, domain_id: 'default' };
      expect((await cloud.call('POST', '/v3/limits', { token, body: { limits: [own] } })).status).toBe(201);
      expect((await cloud.call('DELETE', `/v3/services/${owner}`, { token })).status).toBe(204);
      expect((await cloud.call('GET', '/v3/registered_limits', { token })).body.registered_limits).toEqual([]);
      expect((await cloud.call('GET', '/v3/limits', { token })).body.limits).toEqual([]);
    } finally {
      await cloud.close();
    }
  });
});
