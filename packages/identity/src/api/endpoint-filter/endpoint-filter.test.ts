// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let admin: string;
let project: string;
beforeAll(async () => {
  cloud = await TestCloud.create({
    bootstrap: {
      services: [
        { type: 'image', name: 'glance', url: 'http://glance.test' },
        { type: 'identity', name: 'keystone', url: 'http://keystone.test' },
      ],
    },
  });
  admin = await cloud.admin();
  project = await cloud.idOf('projects', 'demo');
});
afterAll(() => cloud.close());

const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  cloud.call(method, `/v3/OS-EP-FILTER/${path}`, { token: admin, body });
const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id).sort();

/** `type interface` of what the demo project sees. */
async function seen(): Promise<string[]> {
  const { body } = await cloud.call('GET', '/v3/auth/catalog', { token: await cloud.demo() });
  return body.catalog.flatMap(({ type, endpoints }: { type: string; endpoints: { interface: string }[] }) =>
    endpoints.map((endpoint) => `${type} ${endpoint.interface}`),
  );
}
async function endpointOf(type: string): Promise<string> {
  const { body } = await cloud.call('GET', `/v3/services?type=${type}`, { token: admin });
  const found = await cloud.call('GET', `/v3/endpoints?service_id=${body.services[0].id}&interface=public`, {
    token: admin,
  });
  return found.body.endpoints[0].id;
}

describe('a project’s endpoints', () => {
  it('are all, until there are some of its own', async () => {
    expect(await seen()).toHaveLength(6);
    const endpoint = await endpointOf('image');
    const path = `projects/${project}/endpoints/${endpoint}`;
    expect((await call('HEAD', path)).status).toBe(404);
    expect((await call('PUT', path)).status).toBe(204);
    expect(await seen()).toEqual(['image public']);
    expect((await call('HEAD', path)).status).toBe(204);
    expect((await call('PUT', path)).status).toBe(409);
    expect(ids((await call('GET', `projects/${project}/endpoints`)).body.endpoints)).toEqual([endpoint]);
    expect(ids((await call('GET', `endpoints/${endpoint}/projects`)).body.projects)).toEqual([project]);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).status).toBe(404);
    expect(await seen()).toHaveLength(6);
    expect((await call('PUT', `projects/nosuch/endpoints/${endpoint}`)).status).toBe(404);
  });

  it('are chosen by groups', async () => {
    const created = await call('POST', 'endpoint_groups', {
      endpoint_group: { name: 'internal ones', filters: { interface: 'internal' } },
    });
    const { id } = created.body.endpoint_group;
    expect((await call('GET', `endpoint_groups/${id}/endpoints`)).body.endpoints).toHaveLength(2);
    expect((await call('PUT', `endpoint_groups/${id}/projects/${project}`)).status).toBe(204);
    expect((await seen()).sort()).toEqual(['identity internal', 'image internal']);
    expect(ids((await call('GET', `endpoint_groups/${id}/projects`)).body.projects)).toEqual([project]);
    expect(ids((await call('GET', `projects/${project}/endpoint_groups`)).body.endpoint_groups)).toEqual([id]);
    await call('PATCH', `endpoint_groups/${id}`, { endpoint_group: { filters: { interface: 'admin' } } });
    expect((await seen()).sort()).toEqual(['identity admin', 'image admin']);
    expect((await call('DELETE', `endpoint_groups/${id}`)).status).toBe(204);
    expect(await seen()).toHaveLength(6);
  });

  it('are chosen by what endpoints have', async () => {
    const { status } = await call('POST', 'endpoint_groups', {
      endpoint_group: { name: 'odd', filters: { colour: 'red' } },
    });
    expect(status).toBe(400);
  });
});
