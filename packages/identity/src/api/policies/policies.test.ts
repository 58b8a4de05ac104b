// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let admin: string;
let service: string;
let endpoint: string;
beforeAll(async () => {
  cloud = await TestCloud.create({
    bootstrap: { services: [{ type: 'image', name: 'glance', url: 'http://glance.test' }] },
  });
  admin = await cloud.admin();
  service = (await call('GET', 'services')).body.services[0].id;
  endpoint = (await call('GET', 'endpoints?interface=public')).body.endpoints[0].id;
});
afterAll(() => cloud.close());

const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  cloud.call(method, `/v3/${path}`, { token: admin, body });
const policy = (blob = '{}') => cloud.create('policies', 'policy', { type: 'application/json', blob });

describe('a policy document', () => {
  it('is created, found, changed and deleted', async () => {
    const created = await policy('{"a": "b"}');
    expect(created).toMatchObject({ type: 'application/json', blob: '{"a": "b"}' });
    const changed = await call('PATCH', `policies/${created.id}`, { policy: { blob: '{}' } });
    expect(changed.body.policy).toMatchObject({ type: 'application/json', blob: '{}' });
    expect((await call('GET', 'policies?type=application/json')).body.policies).toHaveLength(1);
    expect((await call('GET', 'policies?type=other')).body.policies).toEqual([]);
    expect((await call('POST', 'policies', { policy: { type: 'x' } })).status).toBe(400);
    await cloud.done('DELETE', `/v3/policies/${created.id}`);
    expect((await call('GET', `policies/${created.id}`)).status).toBe(404);
  });
});

describe('the policy of an endpoint', () => {
  it('is the nearest one: of the endpoint, its service in the region, its service', async () => {
    const [own, regional, general] = [await policy(), await policy(), await policy()];
    const places = [
      [general.id, `services/${service}`],
      [regional.id, `services/${service}/regions/RegionOne`],
      [own.id, `endpoints/${endpoint}`],
    ];
    const of = async (): Promise<string> =>
      (await call('GET', `endpoints/${endpoint}/OS-ENDPOINT-POLICY/policy`)).body.policy?.id;
    expect((await call('GET', `endpoints/${endpoint}/OS-ENDPOINT-POLICY/policy`)).status).toBe(404);
    for (const [id, place] of places) {
      const path = `policies/${id}/OS-ENDPOINT-POLICY/${place}`;
      expect((await call('GET', path)).status).toBe(404);
      expect((await call('PUT', path)).status).toBe(204);
      expect((await call('GET', path)).status).toBe(204);
      expect(await of()).toBe(id);
    }
    const list = async (id: string): Promise<string[]> =>
      (await call('GET', `policies/${id}/OS-ENDPOINT-POLICY/endpoints`)).body.endpoints.map(
        (one: { interface: string }) => one.interface,
      );
    expect(await list(own.id)).toEqual(['public']);
    expect((await list(regional.id)).sort()).toEqual(['admin', 'internal', 'public']);
    await call('DELETE', `policies/${own.id}/OS-ENDPOINT-POLICY/endpoints/${endpoint}`);
    expect(await of()).toBe(regional.id);
    await cloud.done('DELETE', `/v3/policies/${regional.id}`);
    expect(await of()).toBe(general.id);
  });
});
