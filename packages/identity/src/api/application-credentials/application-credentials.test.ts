// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let demo: string;
let userId: string;
beforeAll(async () => {
  // Access rules are about services of the catalog.
  cloud = await TestCloud.create({
    bootstrap: { services: [{ type: 'identity', name: 'keystone', url: 'http://keystone.test:5000/v3' }] },
  });
  userId = await cloud.idOf('users', 'demo');
  demo = await cloud.demo();
});
afterAll(() => cloud.close());

const credentials = (): string => `/v3/users/${userId}/application_credentials`;
const create = (body: object, token = demo): Promise<Answer> =>
  cloud.call('POST', credentials(), { token, body: { application_credential: body } });
const issue = (id: string, secret: string, scope: unknown = null): Promise<Answer> =>
  cloud.issue({ methods: ['application_credential'], application_credential: { id, secret } }, scope);
async function tokenOf(body: object): Promise<string> {
  const { id, secret } = (await create(body)).body.application_credential;
  return (await issue(id, secret)).headers.get('X-Subject-Token') ?? '';
}

describe('an application credential', () => {
  it('shows its secret when it is created and never again', async () => {
    const created = await create({ name: 'monitoring', description: 'of the agent' });
    expect(created.status).toBe(201);
    const credential = created.body.application_credential;
    expect(credential).toMatchObject({
      name: 'monitoring',
      description: 'of the agent',
      project_id: await cloud.idOf('projects', 'demo'),
      expires_at: null,
      unrestricted: null,
    });
    expect(credential.secret.length).toBeGreaterThan(80);
    expect(credential.roles.map(({ name }: { name: string }) => name).sort()).toEqual(['member', 'reader']);
    const shown = await cloud.call('GET', `${credentials()}/${credential.id}`, { token: demo });
    expect(shown.body.application_credential.name).toBe('monitoring');
    expect(shown.text).not.toContain(credential.secret);
    expect((await create({ name: 'monitoring' })).status).toBe(409);
  });

  it('logs in by id, and by name with the user’s, on its own project only', async () => {
    const { id, secret } = (await create({ name: 'login', roles: [{ name: 'reader' }] })).body.application_credential;
    const { body } = await issue(id, secret);
    expect(body.token.project.name).toBe('demo');
    expect(body.token.methods).toEqual(['application_credential']);
    expect(body.token.application_credential).toEqual({ id, name: 'login', restricted: true });
    expect(body.token.roles.map(({ name }: { name: string }) => name)).toEqual(['reader']);
    const user = { name: 'demo', domain: { name: 'Default' } };
    const byName = { methods: ['application_credential'], application_credential: { name: 'login', secret, user } };
    expect((await cloud.issue(byName, null)).status).toBe(201);
    expect((await issue(id, 'wrong')).status).toBe(401);
    expect((await issue('nosuch', secret)).status).toBe(404);
    expect((await issue(id, secret, { project: { name: 'demo', domain: { id: 'default' } } })).status).toBe(401);
    expect((await issue(id, secret, 'unscoped')).status).toBe(401);
  });

  it('has no role its user does not have', async () => {
    expect((await create({ name: 'greedy', roles: [{ name: 'admin' }] })).status).toBe(400);
    expect((await create({ name: 'greedy', roles: [{ name: 'nosuch' }] })).status).toBe(404);
  });

  it('is good until its time is over', async () => {
    const lonely = await TestCloud.create();
    try {
      const id = await lonely.idOf('users', 'demo');
      const token = await lonely.demo();
      const expires = (at: string): Promise<Answer> =>
        lonely.call('POST', `/v3/users/${id}/application_credentials`, {
          token,
          body: { application_credential: { name: 'brief', secret: 'brief', expires_at: at } },
        });
      expect((await expires('yesterday')).status).toBe(400);
      expect((await expires('2001-01-01T00:00:00')).status).toBe(400);
      const created = await expires(new Date(Date.now() + 60_000).toISOString().slice(0, -1));
      const identity = {
        methods: ['application_credential'],
        application_credential: { id: created.body.application_credential.id, secret: 'brief' },
      };
      expect((await lonely.issue(identity, null)).status).toBe(201);
      lonely.pass(61_000);
      expect((await lonely.issue(identity, null)).status).toBe(401);
    } finally {
      await lonely.close();
    }
  });

  it('makes more of its kind only when it is unrestricted', async () => {
    const restricted = await tokenOf({ name: 'restricted' });
    const unrestricted = await tokenOf({ name: 'unrestricted', unrestricted: true });
    expect((await create({ name: 'child' }, restricted)).status).toBe(403);
    expect((await create({ name: 'child' }, unrestricted)).status).toBe(201);
    const trust = { trustor_user_id: userId, trustee_user_id: userId, impersonation: false };
    for (const token of [restricted, unrestricted])
      expect((await cloud.call('POST', '/v3/OS-TRUST/trusts', { token, body: { trust } })).status).toBe(403);
  });

  it('with access rules is good for these requests alone', async () => {
    const rules = [{ service: 'identity', method: 'GET', path: '/v3/users/*' }];
    const { body } = await create({ name: 'ruled', access_rules: rules });
    const { id, secret, access_rules: stored } = body.application_credential;
    expect(stored).toEqual([{ ...rules[0], id: stored[0].id }]);
    const token = (await issue(id, secret)).headers.get('X-Subject-Token') ?? '';
    expect((await cloud.call('GET', `/v3/users/${userId}`, { token })).status).toBe(200);
    expect((await cloud.call('GET', '/v3/projects', { token })).status).toBe(401);
    expect((await cloud.call('PATCH', `/v3/users/${userId}`, { token, body: { user: {} } })).status).toBe(401);

    const rule = `/v3/users/${userId}/access_rules/${stored[0].id}`;
    expect((await cloud.call('GET', rule, { token: demo })).body.access_rule).toMatchObject(rules[0]!);
    expect((await cloud.call('DELETE', rule, { token: demo })).status).toBe(403);
    await cloud.call('DELETE', `${credentials()}/${id}`, { token: demo });
    expect((await cloud.call('DELETE', rule, { token: demo })).status).toBe(204);
    expect((await cloud.call('GET', rule, { token: demo })).status).toBe(404);
  });

  it('takes its tokens with it', async () => {
    const { id, secret } = (await create({ name: 'gone' })).body.application_credential;
    const token = (await issue(id, secret)).headers.get('X-Subject-Token') ?? '';
    expect(await cloud.service.validator.validate(token)).toBeDefined();
    expect((await cloud.call('DELETE', `${credentials()}/${id}`, { token: demo })).status).toBe(204);
    expect(await cloud.service.validator.validate(token)).toBeUndefined();
    expect((await issue(id, secret)).status).toBe(404);
  });

  it('is nobody else’s business', async () => {
    const { id } = (await create({ name: 'private' })).body.application_credential;
    await cloud.create('users', 'user', { name: 'other', password: 'other' });
    const { headers } = await cloud.authenticate('other', 'other');
    const other = headers.get('X-Subject-Token') ?? '';
    expect((await cloud.call('GET', `${credentials()}/${id}`, { token: other })).status).toBe(403);
    expect((await cloud.call('DELETE', `${credentials()}/${id}`, { token: other })).status).toBe(403);
    expect((await create({ name: 'theirs' }, await cloud.admin())).status).toBe(403);
    const listed = await cloud.call('GET', `${credentials()}?name=private`, { token: demo });
    expect(listed.body.application_credentials).toHaveLength(1);
  });
});
