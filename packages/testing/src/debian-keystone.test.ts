// SPDX-License-Identifier: Apache-2.0
// authtoken and client sessions at Debian's keystone.
import { setTimeout as sleep } from 'node:timers/promises';
import { Configuration, silentLogger } from '@stackport/config';
import { declareClientOptions, sessionFromOptions } from '@stackport/keystone';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceBehindAuthtoken } from './debian-keystone/asked-service.js';
import { CountingProxy } from './debian-keystone/counting-proxy.js';
import { DebianKeystone, type KeystoneProcess } from './debian-keystone/debian-keystone.js';
import { IdentityClient, type Login } from './debian-keystone/identity-client.js';

const ADMIN: Login = { name: 'admin', password: DebianKeystone.PASSWORD, scope: 'admin' };
const ALICE: Login = { name: 'alice', password: 'wonderland', scope: 'demo' };
const NOVA: Login = { name: 'nova', password: 'of-services', scope: 'service' };
/** Seconds that tokens of the hasty process live. */
const SHORT_LIFE = 2;

let proxy: CountingProxy;
let keystone: DebianKeystone;
let running: KeystoneProcess;
let identity: IdentityClient;
/** With the administrator's token. */
let admin: IdentityClient;
const ids = { alice: '', demo: '', nova: '' };
/** A token that was good for some seconds, and has been over for a while when a test comes to it. */
let expired: string;

beforeAll(async () => {
  proxy = await CountingProxy.start();
  keystone = await DebianKeystone.create(proxy.url);
  const [lasting, hasty] = await Promise.all([
    keystone.serve(),
    keystone.serve({ values: { token: { expiration: SHORT_LIFE } } }),
  ]);
  running = lasting;
  proxy.target = running.url;
  identity = IdentityClient.to(running.url);
  admin = identity.as(await identity.login(ADMIN));
  await admin.create('/roles', 'role', { name: 'service' });
  const { user, project } = await addMember(ALICE, 'member');
  Object.assign(ids, { alice: user, demo: project });
  ids.nova = (await addMember(NOVA, 'service')).user;
  expired = await IdentityClient.to(hasty.url).login(ALICE);
  await hasty.stop();
}, 120_000);
afterAll(async () => {
  await keystone.remove();
  await proxy.close();
});

/** Makes a user with a project and a role there. */
async function addMember({ name, password, scope }: Login, role: string) {
  const project = await admin.create('/projects', 'project', { name: scope, domain_id: 'default' });
  const user = await admin.create('/users', 'user', { name, password, domain_id: 'default' });
  const member = await admin.find('roles', role);
  await admin.ask('PUT', `/projects/${project}/users/${user}/roles/${member}`, {}, 204);
  return { user, project, member };
}

const atKeystone = (values: Record<string, unknown> = {}) =>
  serviceBehindAuthtoken({
    auth_type: 'password',
    auth_url: proxy.url,
    www_authenticate_uri: `${proxy.url}/public`,
    username: NOVA.name,
    password: NOVA.password,
    project_name: NOVA.scope,
    http_request_max_retries: 1,
    ...values,
  });

describe('authtoken at Debian’s keystone', () => {
  it('tells the application who a token belongs to, in what scope, and with which roles', async () => {
    const ask = atKeystone();
    const { status, told } = await ask({ token: await identity.login(ALICE) });
    expect(status).toBe(200);
    expect(Object.fromEntries(told ?? [])).toMatchObject({
      'X-Identity-Status': 'Confirmed',
      'X-User-Id': ids.alice,
      'X-User-Name': 'alice',
      'X-User-Domain-Name': 'Default',
      'X-Project-Id': ids.demo,
      'X-Project-Name': 'demo',
      'X-Project-Domain-Id': 'default',
    });
    // The role reader is implied.
    expect(told?.get('X-Roles')?.split(',').sort()).toEqual(['member', 'reader']);
    const [service] = JSON.parse(told?.get('X-Service-Catalog') ?? '') as { type: string; endpoints: unknown[] }[];
    expect(service).toMatchObject({
      type: 'identity',
      endpoints: [{ region: 'RegionOne', publicURL: `${proxy.url}/v3`, internalURL: `${proxy.url}/v3` }],
    });
  });

  it('tells the scope: the system, a domain, or none', async () => {
    const ask = atKeystone();
    const scoped = async (scope: Login['scope']) =>
      (await ask({ token: await identity.login({ ...ADMIN, scope }) })).told;
    expect((await scoped({ system: { all: true } }))?.get('OpenStack-System-Scope')).toBe('all');
    const role = await admin.find('roles', 'admin');
    await admin.ask('PUT', `/domains/default/users/${await admin.find('users', 'admin')}/roles/${role}`, {}, 204);
    expect((await scoped({ domain: { id: 'default' } }))?.get('X-Domain-Name')).toBe('Default');
    const unscoped = await scoped('unscoped');
    expect(unscoped?.get('X-User-Name')).toBe('admin');
    expect(unscoped?.has('X-Project-Id')).toBe(false);
  });

  it('asks once about a token that many requests bring at the same time, and no more while it remembers it', async () => {
    const ask = atKeystone();
    const token = await identity.login(ALICE);
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask({ token })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await ask({ token })).status).toBe(200);
    expect(proxy.questions(token)).toBe(1);
  });

  it('asks again when token_cache_time is over', async () => {
    const ask = atKeystone({ token_cache_time: 1 });
    const token = await identity.login(ALICE);
    await ask({ token });
    await sleep(1_100);
    expect((await ask({ token })).status).toBe(200);
    expect(proxy.questions(token)).toBe(2);
  });

  it('refuses what is no token, and does not ask about it a second time', async () => {
    const ask = atKeystone();
    const made = 'gAAAAABmade-up';
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await ask({ token: made })).status));
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(proxy.questions(made)).toBe(1);
    const { status, challenge, text } = await ask({});
    expect({ status, challenge }).toEqual({ status: 401, challenge: `Keystone uri="${proxy.url}/public"` });
    expect(JSON.parse(text)).toMatchObject({ error: { code: 401 } });
  });

  it('refuses a revoked token: at once where it remembers none, and after token_cache_time', async () => {
    const [forgetful, mindful] = [atKeystone({ token_cache_time: -1 }), atKeystone({ token_cache_time: 1 })];
    const token = await identity.login(ALICE);
    expect((await forgetful({ token })).status).toBe(200);
    expect((await mindful({ token })).status).toBe(200);
    await admin.revoke(token);
    expect((await forgetful({ token })).status).toBe(401);
    expect((await mindful({ token })).status).toBe(200);
    await sleep(1_100);
    expect((await mindful({ token })).status).toBe(401);
  });

  it.each([
    { who: 'was disabled', name: 'bob', method: 'PATCH', change: { user: { enabled: false } }, status: 200 },
    {
      who: 'got another password',
      name: 'carol',
      method: 'PATCH',
      change: { user: { password: 'other' } },
      status: 200,
    },
    { who: 'lost the role', name: 'dave', method: 'DELETE', role: true, status: 204 },
    { who: 'is gone', name: 'eve', method: 'DELETE', status: 204 },
  ])('refuses the tokens of a user who $who', async ({ name, method, change, role = false, status }) => {
    const ask = atKeystone({ token_cache_time: -1 });
    const { user, project, member } = await addMember({ name, password: 'secret', scope: name }, 'member');
    const token = await identity.login({ name, password: 'secret', scope: name });
    expect((await ask({ token })).status).toBe(200);
    const path = role ? `/projects/${project}/users/${user}/roles/${member}` : `/users/${user}`;
    await admin.ask(method, path, change, status);
    expect((await ask({ token })).status).toBe(401);
  });

  it('takes an expired token from a service, and from nobody else', async () => {
    const ask = atKeystone({ service_token_roles_required: true });
    await expect.poll(async () => (await atKeystone()({ token: expired })).status).toBe(401);
    const serviceToken = await identity.login(NOVA);
    const { status, told } = await ask({ token: expired, serviceToken });
    expect(status).toBe(200);
    expect(Object.fromEntries(told ?? [])).toMatchObject({
      'X-User-Name': 'alice',
      'X-Service-User-Name': 'nova',
      'X-Service-Roles': 'service',
      'X-Service-Identity-Status': 'Confirmed',
    });
    // A member is no service.
    expect((await ask({ token: expired, serviceToken: await identity.login(ALICE) })).status).toBe(401);
    expect((await ask({ token: await identity.login(ALICE), serviceToken: 'gAAAAABmade-up' })).status).toBe(401);
  });

  it('holds an application credential to its access rules', async () => {
    const service = await admin.create('/services', 'service', { type: 'compute', name: 'nova' });
    const endpoint = { service_id: service, interface: 'public', region_id: 'RegionOne', url: 'http://127.0.0.1:8774' };
    await admin.create('/endpoints', 'endpoint', endpoint);
    const alice = identity.as(await identity.login(ALICE));
    const secret = 'of-a-program';
    const id = await alice.create(`/users/${ids.alice}/application_credentials`, 'application_credential', {
      ...{ name: 'reads', secret, access_rules: [{ service: 'compute', method: 'GET', path: '/v2.1/servers/**' }] },
    });
    const token = await identity.token({ methods: ['application_credential'], application_credential: { id, secret } });
    const ask = atKeystone({ service_type: 'compute' });
    expect((await ask({ token, path: '/v2.1/servers/detail' })).status).toBe(200);
    expect((await ask({ token, path: '/v2.1/servers/detail', method: 'POST' })).status).toBe(401);
    expect((await ask({ token, path: '/v2.1/flavors' })).status).toBe(401);
  });

  it('can be a service by an application credential or by user and domain ids', async () => {
    const nova = identity.as(await identity.login(NOVA));
    const credential = { name: 'service', secret: 'of-a-service' };
    const id = await nova.create(`/users/${ids.nova}/application_credentials`, 'application_credential', credential);
    const token = await identity.login(ALICE);
    for (const values of [
      {
        auth_type: 'v3applicationcredential',
        application_credential_id: id,
        application_credential_secret: 'of-a-service',
      },
      { username: undefined, user_id: ids.nova, project_domain_id: 'default' },
    ]) {
      const ask = atKeystone(values);
      expect((await ask({ token })).status).toBe(200);
    }
  });

  it('answers 503 where its own password is wrong, whatever the token', async () => {
    const ask = atKeystone({ password: 'guessed' });
    expect((await ask({ token: await identity.login(ALICE) })).status).toBe(503);
  });

  it('answers 503 while keystone is away, goes on with the tokens that it knows, and is well again afterwards', async () => {
    const ask = atKeystone();
    const [known, unknown] = [await identity.login(ALICE), await identity.login(ALICE)];
    expect((await ask({ token: known })).status).toBe(200);
    const port = Number(new URL(running.url).port);
    await running.stop();
    const { status, text } = await ask({ token: unknown });
    expect({ status, text }).toEqual({
      status: 503,
      text: expect.stringContaining('The Keystone service is temporarily unavailable.') as string,
    });
    // The question was repeated once.
    expect(proxy.questions(unknown)).toBe(2);
    expect((await ask({ token: known })).status).toBe(200);
    running = await keystone.serve({ port });
    expect((await ask({ token: unknown })).status).toBe(200);
  });
});

describe('a client session at Debian’s keystone', () => {
  it('gets a token and the endpoint, renews a token that was revoked, and takes along a user’s', async () => {
    const section = declareClientOptions('keystone');
    const configuration = Configuration.of([section], {
      keystone: {
        ...{ auth_type: 'password', auth_url: proxy.url, username: NOVA.name, password: NOVA.password },
        ...{ project_name: NOVA.scope, valid_interfaces: ['internal'] },
      },
    });
    const session = sessionFromOptions(configuration, section, { serviceType: 'identity' }, silentLogger);
    const whoAsks = async (what: object = {}): Promise<unknown> => {
      const response = await session.request({ path: '/auth/projects', ...what });
      return { status: response.status, body: await response.json() };
    };
    expect(await whoAsks()).toMatchObject({ status: 200, body: { projects: [{ name: 'service' }] } });
    // What it has is revoked along with the password.
    await admin.ask('PATCH', `/users/${ids.nova}`, { user: { password: NOVA.password } }, 200);
    // Along with it, all that are issued within the same second.
    await sleep(1_100);
    expect(await whoAsks()).toMatchObject({ status: 200, body: { projects: [{ name: 'service' }] } });
    const catalog = [{ type: 'identity', endpoints: [{ interface: 'internal', url: `${proxy.url}/v3` }] }];
    const onBehalfOf = { authToken: await identity.login(ALICE), requestId: 'req-1', serviceCatalog: catalog };
    expect(await whoAsks({ onBehalfOf })).toMatchObject({ status: 200, body: { projects: [{ name: 'demo' }] } });
    await session.close();
  });
});
