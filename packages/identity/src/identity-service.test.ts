// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, onProject, TestCloud } from './test-support.js';

let cloud: TestCloud;
const service = { type: 'image', name: 'glance', url: 'http://$(public_host)s:9292' };

beforeAll(async () => {
  cloud = await TestCloud.create({ bootstrap: { services: [service] } });
});
afterAll(() => cloud.close());

describe('the identity service', () => {
  it('answers its versions as Keystone does', async () => {
    const root = await cloud.call('GET', '/');
    expect([root.status, root.headers.get('Location')]).toEqual([300, 'http://keystone.test:5000/v3/']);
    expect(root.body.versions.values[0]).toMatchObject({
      id: 'v3.14',
      status: 'stable',
      links: [{ href: 'http://keystone.test:5000/v3/' }],
    });
    const version = await cloud.call('GET', '/v3/');
    expect([version.status, version.body.version.id, version.headers.get('Vary')]).toEqual([
      200,
      'v3.14',
      'X-Auth-Token',
    ]);
    expect(version.headers.get('x-openstack-request-id')).toMatch(/^req-/);
  });

  it('answers a health check, unknown paths and wrong methods as Keystone does', async () => {
    expect((await cloud.call('GET', '/healthcheck')).status).toBe(200);
    const unknown = await cloud.call('GET', '/v3/nosuch');
    expect([unknown.status, unknown.headers.get('Content-Type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(unknown.text).toContain('<h1>Not Found</h1>');
    const wrong = await cloud.call('PUT', '/v3/users', { body: {} });
    expect([wrong.status, wrong.body]).toEqual([405, { message: 'The method is not allowed for the requested URL.' }]);
    expect(wrong.headers.get('Allow')).toContain('POST');
    expect((await cloud.call('OPTIONS', '/v3/users')).status).toBe(200);
  });

  it('refuses bodies that are no JSON object', async () => {
    for (const body of ['junk', '[]', '5'])
      expect((await cloud.call('POST', '/v3/auth/tokens', { body })).body.error.message).toMatch(
        /^Expecting to find valid JSON in request body/,
      );
    const text = await cloud.call('POST', '/v3/auth/tokens', {
      headers: { 'Content-Type': 'text/plain', 'Content-Length': '2' },
      body: undefined,
    });
    expect(text.status).toBe(400);
    const large = await cloud.call('POST', '/v3/auth/tokens', { body: JSON.stringify({ auth: 'x'.repeat(200_000) }) });
    expect(large.status).toBe(413);
  });

  it('tells where its services are by the host that the client asked', async () => {
    const url = async (host: string): Promise<string> => {
      const token = await cloud.admin();
      const { body } = await cloud.call('GET', '/v3/auth/catalog', { token, host });
      return body.catalog.find(({ type }: { type: string }) => type === 'image').endpoints[0].url;
    };
    expect(await url('cloud.example:5000')).toBe('http://cloud.example:9292');
    expect(await url('[2001:db8::1]:5000')).toBe('http://[2001:db8::1]:9292');
  });

  it('can be set up again without a change, and with another password', async () => {
    const token = await cloud.admin();
    const before = await cloud.call('GET', '/v3/endpoints', { token });
    const again = await cloud.service.bootstrap({ services: [service] });
    expect(again).toEqual({ adminPassword: undefined, existed: true });
    expect((await cloud.call('GET', '/v3/endpoints', { token })).body.endpoints).toEqual(before.body.endpoints);
    expect(await cloud.service.bootstrap({ adminPassword: ADMIN_PASSWORD })).toMatchObject({ existed: true });
    // The same password is no new one: tokens stay good.
    expect((await cloud.call('GET', '/v3/users', { token })).status).toBe(200);
  });

  it('makes up a password for an administrator that nobody gave one', async () => {
    const other = await TestCloud.create();
    const { adminPassword } = await other.service.bootstrap({ adminName: 'root' });
    expect(adminPassword).toMatch(/^[A-Za-z0-9_-]{24}$/);
    expect((await other.authenticate('root', adminPassword ?? '', onProject('admin'))).status).toBe(201);
    await other.close();
  });
});
