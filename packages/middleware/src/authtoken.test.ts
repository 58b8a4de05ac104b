// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '@stackport/config';
import { HttpError, Response } from '@stackport/wsgi';
import { describe, expect, it } from 'vitest';
import { authtoken } from './authtoken.js';
import { type Asking, ask, dependenciesWith, keeping, requestFor, sampleToken } from './test-support.js';

const catalog = [
  {
    id: 's1',
    type: 'image',
    name: 'glance',
    endpoints: [
      { id: 'e1', interface: 'public', region: 'One', region_id: 'One', url: 'http://image' },
      { id: 'e2', interface: 'internal', region: 'One', region_id: 'One', url: 'http://inside' },
    ],
  },
];

function setUp(values: Record<string, unknown> = {}, localConf: Record<string, string> = {}) {
  const dependencies = dependenciesWith({
    keystone_authtoken: { www_authenticate_uri: 'http://keystone', ...values },
  });
  dependencies.validator.tokens.set('good', sampleToken({ catalog }));
  dependencies.validator.tokens.set('expired', sampleToken({ expires_at: new Date(Date.now() - 1000).toISOString() }));
  const service = { user: { id: 'su', name: 'nova', domain: { id: 'default', name: 'Default' } } };
  dependencies.validator.tokens.set('service', sampleToken({ ...service, roles: [{ id: 'r9', name: 'service' }] }));
  const filter = authtoken(dependencies)({}, localConf);
  const inner = keeping();
  const pipeline = filter(inner.application);
  return {
    ...dependencies,
    filter,
    seen: inner.seen,
    send: (asking: Asking) => pipeline(requestFor(asking)),
    headersOf: () =>
      Object.fromEntries([...inner.seen.at(-1)!.headers].map(([name, value]) => [name.toLowerCase(), value])),
  };
}

describe('authtoken', () => {
  it('tells the application who asks', async () => {
    const { send, seen, headersOf } = setUp();
    expect((await send({ headers: { 'X-Auth-Token': 'good' } })).status).toBe(200);
    expect(headersOf()).toEqual({
      'x-auth-token': 'good',
      'x-identity-status': 'Confirmed',
      'x-user-id': 'u1',
      'x-user-name': 'alice',
      'x-user': 'alice',
      'x-user-domain-id': 'default',
      'x-user-domain-name': 'Default',
      'x-project-id': 'p1',
      'x-project-name': 'wonderland',
      'x-project-domain-id': 'd2',
      'x-project-domain-name': 'Looking Glass',
      'x-tenant-id': 'p1',
      'x-tenant-name': 'wonderland',
      'x-tenant': 'wonderland',
      'x-roles': 'member,reader',
      'x-role': 'member,reader',
      'x-is-admin-project': 'True',
      'x-service-catalog': JSON.stringify([
        {
          type: 'image',
          name: 'glance',
          endpoints: [{ region: 'One', publicURL: 'http://image', internalURL: 'http://inside' }],
        },
      ]),
    });
    expect(seen[0]?.environ['keystone.token_info']).toMatchObject({ token: { user: { id: 'u1' } } });
  });

  it('tells the scope: domain, system, or none', async () => {
    const { validator, send, headersOf } = setUp();
    const unscoped = sampleToken({ project: undefined });
    validator.tokens.set('domain', { ...unscoped, domain: { id: 'd7', name: 'Seven' } });
    validator.tokens.set('system', { ...unscoped, system: { all: true } });
    validator.tokens.set('unscoped', { ...unscoped, roles: [], is_admin_project: false });
    await send({ headers: { 'X-Auth-Token': 'domain' } });
    expect(headersOf()).toMatchObject({ 'x-domain-id': 'd7', 'x-domain-name': 'Seven' });
    expect(headersOf()).not.toHaveProperty('x-project-id');
    await send({ headers: { 'X-Auth-Token': 'system' } });
    expect(headersOf()).toMatchObject({ 'openstack-system-scope': 'all' });
    await send({ headers: { 'X-Auth-Token': 'unscoped' } });
    expect(headersOf()).toMatchObject({ 'x-roles': '', 'x-is-admin-project': 'False' });
    expect(headersOf()).not.toHaveProperty('openstack-system-scope');
  });

  it('takes X-Storage-Token where there is no X-Auth-Token, and white space around a token', async () => {
    const { send, validator } = setUp();
    expect((await send({ headers: { 'X-Storage-Token': ' good ' } })).status).toBe(200);
    expect((await send({ headers: { 'X-Auth-Token': '', 'X-Storage-Token': 'good' } })).status).toBe(401);
    expect(validator.asked.map((one) => one.token)).toEqual(['good']);
  });

  it.each([[{}], [{ 'X-Auth-Token': 'bad' }], [{ 'X-Auth-Token': 'expired' }]])(
    'answers 401 to %j',
    async (headers) => {
      const { send, seen } = setUp();
      const response = await send({ headers: headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('Content-Type')).toBe('application/json');
      expect(response.headers.getAll('WWW-Authenticate')).toEqual(['Keystone uri="http://keystone"']);
      expect(await response.json()).toEqual({
        error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
      });
      expect(seen).toHaveLength(0);
    },
  );

  it('takes away what a client says about itself, in any spelling', async () => {
    const forged = {
      'X-Identity-Status': 'Confirmed',
      'x-roles': 'admin',
      X_Roles: 'admin',
      'X-User_Id': 'root',
      'X-SERVICE-ROLES': 'service',
      'X-Service-User-Id': 'root',
      'X-Service-Identity-Status': 'Confirmed',
      'X-Tenant': 'all',
      'X-Service-Catalog': '[]',
      'OpenStack-System-Scope': 'all',
      'X-Is-Admin-Project': 'True',
    };
    const { send, headersOf } = setUp({ delay_auth_decision: true });
    await send({ headers: { ...forged, 'X-Auth-Token': 'bad', 'X-Other': '1', Under_score: '2' } });
    expect(headersOf()).toEqual({
      'x-auth-token': 'bad',
      'x-other': '1',
      under_score: '2',
      'x-identity-status': 'Invalid',
    });
    await send({ headers: { ...forged, 'X-Auth-Token': 'good' } });
    expect(headersOf()).toMatchObject({ 'x-roles': 'member,reader', 'x-user-id': 'u1' });
    expect(headersOf()).not.toHaveProperty('openstack-system-scope');
    expect(headersOf()).not.toHaveProperty('x_roles');
  });

  it('forgets what an outer authtoken found when it finds nothing itself', async () => {
    const { filter } = setUp({ delay_auth_decision: true });
    const request = requestFor();
    request.environ['keystone.token_info'] = { token: sampleToken() };
    const inner = keeping();
    await filter(inner.application)(request);
    expect(inner.seen[0]?.environ['keystone.token_info']).toBeUndefined();
  });

  it.each([
    ['option', { delay_auth_decision: true }, {}],
    ['paste key', {}, { delay_auth_decision: 'true' }],
  ])('lets a request without a valid token through when the %s says so', async (_how, values, localConf) => {
    const { send, headersOf } = setUp(values, localConf);
    for (const headers of [{}, { 'X-Auth-Token': 'bad' }] as Record<string, string>[]) {
      expect((await send({ headers })).status).toBe(200);
      expect(headersOf()).toMatchObject({ 'x-identity-status': 'Invalid' });
    }
  });

  it('names Keystone in a 401 from further inside, thrown or answered', async () => {
    const { filter } = setUp({ delay_auth_decision: true });
    const answered = await ask(filter, {}, async () => new Response(401));
    expect(answered.headers.getAll('WWW-Authenticate')).toEqual(['Keystone uri="http://keystone"']);
    const thrown = await ask(filter, {}, async () => Promise.reject(new HttpError(401)));
    expect(thrown.status).toBe(401);
    expect(thrown.headers.getAll('WWW-Authenticate')).toEqual(['Keystone uri="http://keystone"']);
    expect((await ask(filter, {}, async () => new Response(403))).headers.has('WWW-Authenticate')).toBe(false);
  });

  it('answers 503 when Keystone cannot be asked, or goes on when the decision is delayed', async () => {
    const strict = setUp();
    strict.validator.down = true;
    const response = await strict.send({ headers: { 'X-Auth-Token': 'good', Accept: 'text/plain' } });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('The Keystone service is temporarily unavailable.');
    expect(strict.logger.at('critical')).toEqual(['Unable to validate token: nobody there']);
    // Without a token there is nothing to ask.
    expect((await strict.send({})).status).toBe(401);

    const delayed = setUp({ delay_auth_decision: true });
    delayed.validator.down = true;
    expect((await delayed.send({ headers: { 'X-Auth-Token': 'good' } })).status).toBe(200);
    expect(delayed.headersOf()).toMatchObject({ 'x-identity-status': 'Invalid' });
  });

  it('lets any other failure of the validator pass', async () => {
    const { filter, validator } = setUp();
    validator.validate = async () => Promise.reject(new Error('database is gone'));
    await expect(ask(filter, { headers: { 'X-Auth-Token': 'good' } })).rejects.toThrow('database is gone');
  });

  it('leaves the catalog out when told to', async () => {
    const { send, headersOf } = setUp({ include_service_catalog: false });
    await send({ headers: { 'X-Auth-Token': 'good' } });
    expect(headersOf()).not.toHaveProperty('x-service-catalog');
  });

  it('copes with names that no header could carry', async () => {
    const { validator, send, headersOf } = setUp();
    const domain = { id: 'default', name: 'Default' };
    validator.tokens.set('odd', sampleToken({ user: { id: 'u', name: 'Zoë\r\nX-Roles: admin', domain } }));
    expect((await send({ headers: { 'X-Auth-Token': 'odd' } })).status).toBe(200);
    expect(headersOf()).toMatchObject({ 'x-user-name': 'Zoë%0D%0AX-Roles: admin', 'x-roles': 'member,reader' });
  });

  it('works out the headers of a token once', async () => {
    const { send, seen } = setUp();
    await send({ headers: { 'X-Auth-Token': 'good' } });
    seen[0]!.headers.set('X-User-Id', 'changed');
    await send({ headers: { 'X-Auth-Token': 'good' } });
    expect(seen[1]?.headers.get('X-User-Id')).toBe('u1');
    expect(seen[1]?.environ['keystone.token_info']).toBe(seen[0]?.environ['keystone.token_info']);
  });
});

describe('authtoken with a service token', () => {
  it('tells about the service too', async () => {
    const { send, headersOf } = setUp();
    await send({ headers: { 'X-Auth-Token': 'good', 'X-Service-Token': 'service' } });
    expect(headersOf()).toMatchObject({
      'x-user-id': 'u1',
      'x-service-identity-status': 'Confirmed',
      'x-service-user-id': 'su',
      'x-service-user-name': 'nova',
      'x-service-project-id': 'p1',
      'x-service-roles': 'service',
    });
  });

  it("keeps the user's system scope to the user", async () => {
    const { validator, send, headersOf } = setUp();
    const unscoped = sampleToken({ project: undefined });
    validator.tokens.set('system', { ...unscoped, system: { all: true }, roles: [{ id: 'r9', name: 'service' }] });
    await send({ headers: { 'X-Auth-Token': 'good', 'X-Service-Token': 'system' } });
    expect(headersOf()).not.toHaveProperty('openstack-system-scope');
    await send({ headers: { 'X-Auth-Token': 'system', 'X-Service-Token': 'service' } });
    expect(headersOf()).toMatchObject({ 'openstack-system-scope': 'all' });
  });

  it('accepts an expired user token from a service, and from nobody else', async () => {
    const { send, validator } = setUp();
    expect((await send({ headers: { 'X-Auth-Token': 'expired', 'X-Service-Token': 'service' } })).status).toBe(200);
    expect(validator.asked.at(-1)).toEqual({ token: 'expired', options: { allowExpired: true } });
    expect((await send({ headers: { 'X-Auth-Token': 'expired', 'X-Service-Token': 'good' } })).status).toBe(401);
    expect((await send({ headers: { 'X-Auth-Token': 'expired', 'X-Service-Token': 'bad' } })).status).toBe(401);
    expect((await send({ headers: { 'X-Auth-Token': 'bad', 'X-Service-Token': 'service' } })).status).toBe(401);
  });

  it('refuses an invalid service token, or marks it when the decision is delayed', async () => {
    const headers = { 'X-Auth-Token': 'good', 'X-Service-Token': 'bad' };
    expect((await setUp().send({ headers })).status).toBe(401);
    const delayed = setUp({ delay_auth_decision: true });
    expect((await delayed.send({ headers })).status).toBe(200);
    expect(delayed.headersOf()).toMatchObject({
      'x-identity-status': 'Confirmed',
      'x-service-identity-status': 'Invalid',
    });
    expect(delayed.headersOf()).not.toHaveProperty('x-service-user-id');
  });

  it('takes a valid token without a service role for one, with a warning, unless roles are required', async () => {
    const headers = { 'X-Auth-Token': 'good', 'X-Service-Token': 'good' };
    const lenient = setUp();
    expect((await lenient.send({ headers })).status).toBe(200);
    expect((await lenient.send({ headers })).status).toBe(200);
    expect(lenient.logger.at('warning')).toEqual([expect.stringContaining('it was not a valid service token')]);
    const strict = setUp({ service_token_roles_required: true });
    expect((await strict.send({ headers })).status).toBe(401);
    const named = setUp({ service_token_roles_required: true, service_token_roles: ['other', 'reader'] });
    expect((await named.send({ headers })).status).toBe(200);
  });
});

describe('authtoken with access rules', () => {
  const rules = [
    { id: 'a', service: 'image', method: 'GET', path: '/v2/images/*' },
    { id: 'b', service: 'image', method: 'GET', path: '/v2/**/file' },
    { id: 'c', service: 'compute', method: 'POST', path: '/v2/servers' },
  ];

  function restricted(values: Record<string, unknown>) {
    const all = setUp(values);
    const credential = { id: 'c', name: 'n', restricted: true, access_rules: rules };
    all.validator.tokens.set('restricted', sampleToken({ catalog, application_credential: credential }));
    return (method: string, path: string, more: Record<string, string> = {}) =>
      all
        .send({ method, path, headers: { 'X-Auth-Token': 'restricted', ...more } })
        .then((response) => response.status);
  }

  it('allows what they list', async () => {
    const status = restricted({ service_type: 'image' });
    expect(await status('GET', '/v2/images/1')).toBe(200);
    expect(await status('GET', '/v2/a/b/c/file')).toBe(200);
    expect(await status('GET', '/v2/images/1/2')).toBe(401);
    expect(await status('DELETE', '/v2/images/1')).toBe(401);
    expect(await status('POST', '/v2/servers')).toBe(401);
    expect(await status('GET', '/v2ximages/1')).toBe(401);
  });

  it('allows everything to a service, but not to somebody who only says so', async () => {
    const status = restricted({ service_type: 'image', delay_auth_decision: true });
    expect(await status('DELETE', '/v2/images/1', { 'X-Service-Token': 'service' })).toBe(200);
    const strict = restricted({ service_type: 'image' });
    expect(await strict('DELETE', '/v2/images/1', { 'X-Service-Token': 'service' })).toBe(200);
    expect(await strict('DELETE', '/v2/images/1', { 'X-Service-Token': 'bad' })).toBe(401);
  });

  it('does not give way to a service token that is not valid', async () => {
    const all = setUp({ service_type: 'image', delay_auth_decision: true });
    const credential = { id: 'c', name: 'n', restricted: true, access_rules: rules };
    all.validator.tokens.set('restricted', sampleToken({ catalog, application_credential: credential }));
    const headers = { 'X-Auth-Token': 'restricted', 'X-Service-Token': 'bad' };
    await all.send({ method: 'DELETE', path: '/v2/images/1', headers });
    expect(all.headersOf()).toMatchObject({ 'x-identity-status': 'Invalid' });
  });

  it('allows nothing where the service does not know its own type', async () => {
    expect(await restricted({})('GET', '/v2/images/1')).toBe(401);
    expect(await restricted({ service_type: 'volumev3' })('GET', '/v2/images/1')).toBe(401);
  });
});

describe("authtoken's options", () => {
  it('reads a paste section with the types of the options, and names what it does not know', () => {
    const { logger } = setUp({}, { token_cache_time: '5', odd: '1', oslo_config_project: 'glance' });
    expect(logger.at('warning')).toEqual(['The option "odd" is not known to keystonemiddleware']);
    expect(() => setUp({}, { delay_auth_decision: 'maybe' })).toThrow(ConfigurationError);
  });

  it('says once what has no effect', () => {
    const dependencies = dependenciesWith({
      keystone_authtoken: { www_authenticate_uri: 'http://k', memcached_servers: ['127.0.0.1:11211'] },
    });
    const factory = authtoken(dependencies);
    factory({}, {});
    factory({}, {});
    expect(dependencies.logger.at('warning')).toEqual([
      '[keystone_authtoken] memcached_servers has no effect: tokens are cached in each process',
    ]);
  });

  it('names auth_url in a 401 when nothing better is configured', async () => {
    const dependencies = dependenciesWith({ keystone_authtoken: { auth_url: 'http://k:5000' } });
    const response = await ask(authtoken(dependencies)({}, {}));
    expect(response.headers.get('WWW-Authenticate')).toBe('Keystone uri="http://k:5000"');
    const stock = dependenciesWith();
    const filter = authtoken(stock)({}, {});
    expect((await ask(filter)).headers.get('WWW-Authenticate')).toBe('Keystone uri="https://127.0.0.1:35357"');
    expect(stock.logger.at('warning')).toHaveLength(1);
  });

  it('makes one validator for filters with the same options, and asks the Keystone of the configuration', async () => {
    let requests = 0;
    const server = createServer((request, response) => {
      requests += 1;
      request.resume();
      if (request.method === 'POST') response.writeHead(201, { 'X-Subject-Token': 'own' });
      response.end(JSON.stringify({ token: sampleToken() }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { configuration, logger } = dependenciesWith({
      keystone_authtoken: { www_authenticate_uri: url, auth_type: 'password', auth_url: url, username: 'glance' },
    });
    const factory = authtoken({ configuration, logger });
    const headers = { 'X-Auth-Token': 'some' };
    expect((await ask(factory({}, {}), { headers })).status).toBe(200);
    expect((await ask(factory({}, {}), { headers })).status).toBe(200);
    expect(requests).toBe(2);
    expect((await ask(factory({}, { username: 'other' }), { headers })).status).toBe(200);
    expect(requests).toBe(4);
    server.closeAllConnections();
    server.close();
  });
});
