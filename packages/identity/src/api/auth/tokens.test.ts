// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, DEMO_PASSWORD, onProject, TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.create();
});
afterAll(() => cloud.close());

const subject = (token: string) => ({ 'X-Subject-Token': token });
const exchange = (id: string, scope?: unknown): Promise<Answer> =>
  cloud.call('POST', '/v3/auth/tokens', {
    body: { auth: { identity: { methods: ['token'], token: { id } }, ...(scope === undefined ? {} : { scope }) } },
  });

describe('a token for a password', () => {
  it('is for the scope that was asked for', async () => {
    const project = await cloud.authenticate('admin', ADMIN_PASSWORD, onProject('admin'));
    expect(project.status).toBe(201);
    expect(project.body.token).toMatchObject({
      methods: ['password'],
      project: { name: 'admin', domain: { id: 'default', name: 'Default' } },
      is_domain: false,
    });
    expect(project.body.token.roles.map(({ name }: { name: string }) => name).sort()).toEqual([
      'admin',
      'member',
      'reader',
    ]);
    const system = await cloud.authenticate('admin', ADMIN_PASSWORD, { system: { all: true } });
    expect(system.body.token).toMatchObject({ system: { all: true }, catalog: [] });
    const unscoped = await cloud.authenticate('admin', ADMIN_PASSWORD);
    expect(unscoped.body.token).not.toHaveProperty('roles');
    expect(unscoped.body.token).not.toHaveProperty('catalog');
  });

  it('without a scope is for the default project', async () => {
    expect((await cloud.authenticate('demo', DEMO_PASSWORD, null)).body.token.project.name).toBe('demo');
    expect((await cloud.authenticate('admin', ADMIN_PASSWORD, null)).body.token).not.toHaveProperty('project');
  });

  it('is not to be had for a wrong password, an unknown user or a scope without a role, all in the same words', async () => {
    const answers = [
      await cloud.authenticate('demo', 'wrong'),
      await cloud.authenticate('nobody', DEMO_PASSWORD),
      await cloud.authenticate('demo', DEMO_PASSWORD, onProject('admin')),
      await cloud.authenticate('demo', DEMO_PASSWORD, onProject('nosuch')),
      await cloud.authenticate('demo', DEMO_PASSWORD, { system: { all: true } }),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, headers.get('WWW-Authenticate')]).toEqual([401, 'Keystone uri="http://keystone.test:5000/v3"']);
      expect(body).toEqual({
        error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' },
      });
    }
  });

  it.each([
    [{}, /^Expecting to find auth in request body/],
    [{ auth: {} }, /^'identity' is a required property/],
    [{ auth: { identity: { methods: ['password'] } } }, /^Expecting to find password in identity/],
    [
      { auth: { identity: { methods: ['password'], password: { user: { name: 'x' } } } } },
      /^Expecting to find domain in user/,
    ],
    [{ auth: { identity: { methods: ['password'], password: { user: {} } } } }, /id or name must be present/],
    [{ auth: { identity: { methods: 'password' } } }, /is not of type 'array'/],
  ])('needs a whole request: %j', async (body, message) => {
    const answer = await cloud.call('POST', '/v3/auth/tokens', { body });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
  });
});

describe('a token for a token', () => {
  it('has another scope, the same end and the chain of audit ids', async () => {
    const first = await cloud.authenticate('demo', DEMO_PASSWORD);
    cloud.pass(5000);
    const second = await exchange(first.headers.get('X-Subject-Token') ?? '', onProject('demo'));
    expect(second.status).toBe(201);
    expect(second.body.token.expires_at).toBe(first.body.token.expires_at);
    expect(second.body.token.audit_ids).toEqual([expect.any(String), first.body.token.audit_ids[0]]);
    expect(second.body.token.methods).toEqual(['password', 'token']);
  });

  it('cannot leave the system', async () => {
    const token = await cloud.login('admin', ADMIN_PASSWORD, { system: { all: true } });
    expect((await exchange(token, onProject('admin'))).status).toBe(403);
  });

  it('is not to be had for something else', async () => {
    expect((await exchange('nonsense')).body.error.message).toBe('Could not recognize Fernet token');
  });
});

describe('validation', () => {
  it('shows the subject to itself, to administrators and to nobody else', async () => {
    const [admin, demo] = [await cloud.admin(), await cloud.demo()];
    const own = await cloud.call('GET', '/v3/auth/tokens', { token: demo, headers: subject(demo) });
    expect([own.status, own.headers.get('X-Subject-Token'), own.body.token.user.name]).toEqual([200, demo, 'demo']);
    expect((await cloud.call('GET', '/v3/auth/tokens', { token: admin, headers: subject(demo) })).status).toBe(200);
    expect((await cloud.call('GET', '/v3/auth/tokens', { token: demo, headers: subject(admin) })).status).toBe(403);
    const short = await cloud.call('GET', '/v3/auth/tokens?nocatalog', { token: admin, headers: subject(demo) });
    expect(short.body.token).not.toHaveProperty('catalog');
    const head = await cloud.call('HEAD', '/v3/auth/tokens', { token: admin, headers: subject(demo) });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it('knows nothing of a token that is not ours, and wants a subject', async () => {
    const token = await cloud.admin();
    expect((await cloud.call('GET', '/v3/auth/tokens', { token, headers: subject('gAAAAAB') })).status).toBe(404);
    expect((await cloud.call('GET', '/v3/auth/tokens', { token })).body.error.message).toBe('No token in the request');
    expect((await cloud.call('GET', '/v3/auth/tokens', { token: 'nonsense', headers: subject(token) })).status).toBe(
      401,
    );
    expect((await cloud.call('GET', '/v3/auth/tokens', { headers: subject(token) })).status).toBe(401);
  });

  it('ends with the time, but for services that finish what was begun', async () => {
    const demo = await cloud.demo();
    cloud.pass(3_601_000);
    const token = await cloud.admin();
    expect((await cloud.call('GET', '/v3/auth/tokens', { token, headers: subject(demo) })).status).toBe(404);
    expect((await cloud.call('GET', '/v3/auth/tokens?allow_expired=1', { token, headers: subject(demo) })).status).toBe(
      200,
    );
    expect((await cloud.call('GET', '/v3/projects', { token: demo })).status).toBe(401);
    expect(await cloud.service.validator.validate(demo)).toBeUndefined();
    expect(await cloud.service.validator.validate(demo, { allowExpired: true })).toBeDefined();
  });
});

describe('revocation', () => {
  const isGood = async (token: string): Promise<boolean> =>
    (await cloud.service.validator.validate(token)) !== undefined;

  it('of a token leaves the one it came of', async () => {
    const first = await cloud.login('demo', DEMO_PASSWORD, 'unscoped');
    const second = (await exchange(first, onProject('demo'))).headers.get('X-Subject-Token') ?? '';
    const revoked = await cloud.call('DELETE', '/v3/auth/tokens', { token: second, headers: subject(second) });
    expect(revoked.status).toBe(204);
    expect([await isGood(first), await isGood(second)]).toEqual([true, false]);
    expect((await cloud.call('GET', '/v3/auth/projects', { token: second })).status).toBe(401);
  });

  it('comes with a password, a disabled user, project or domain, and with what is deleted, at once', async () => {
    const domain = await cloud.create('domains', 'domain', { name: 'acme' });
    const project = await cloud.create('projects', 'project', { name: 'work', domain_id: domain.id });
    const user = await cloud.create('users', 'user', { name: 'ann', password: 'one', domain_id: domain.id });
    const member = await cloud.idOf('roles', 'member');
    await cloud.done('PUT', `/v3/projects/${project.id}/users/${user.id}/roles/${member}`);
    const login = async (password: string): Promise<string> => {
      const identity = { methods: ['password'], password: { user: { id: user.id, password } } };
      const { headers } = await cloud.call('POST', '/v3/auth/tokens', {
        body: { auth: { identity, scope: { project: { id: project.id } } } },
      });
      return headers.get('X-Subject-Token') ?? '';
    };
    const admin = await cloud.admin();
    const patch = (path: string, key: string, body: object): Promise<Answer> =>
      cloud.call('PATCH', `/v3/${path}`, { token: admin, body: { [key]: body } });

    let token = await login('one');
    expect(await isGood(token)).toBe(true);
    await patch(`users/${user.id}`, 'user', { password: 'two' });
    expect([await isGood(token), await isGood(await login('two'))]).toEqual([false, true]);

    for (const [path, key] of [
      [`users/${user.id}`, 'user'],
      [`projects/${project.id}`, 'project'],
      [`domains/${domain.id}`, 'domain'],
    ] as const) {
      cloud.pass(1);
      token = await login('two');
      expect(await isGood(token), key).toBe(true);
      await patch(path, key, { enabled: false });
      expect(await isGood(token), key).toBe(false);
      await patch(path, key, { enabled: true });
      // What was revoked stays so.
      expect(await isGood(token), key).toBe(false);
    }

    cloud.pass(1);
    token = await login('two');
    await cloud.done('DELETE', `/v3/projects/${project.id}/users/${user.id}/roles/${member}`);
    expect(await isGood(token)).toBe(false);
    await cloud.done('PUT', `/v3/projects/${project.id}/users/${user.id}/roles/${member}`);
    token = await login('two');
    await cloud.done('DELETE', `/v3/users/${user.id}`);
    expect(await isGood(token)).toBe(false);
    const events = await cloud.call('GET', '/v3/OS-REVOKE/events', { token: admin });
    expect(events.body.events).toContainEqual(expect.objectContaining({ user_id: user.id }));
  });
});

describe('a validated token', () => {
  it('is the same object as long as nothing about it changes', async () => {
    const token = await cloud.demo();
    const first = await cloud.service.validator.validate(token);
    expect(await cloud.service.validator.validate(token)).toBe(first);
    await cloud.create('projects', 'project', { name: 'unrelated' });
    expect(await cloud.service.validator.validate(token)).toBe(first);
    await cloud.create('services', 'service', { type: 'metering' });
    expect(await cloud.service.validator.validate(token)).not.toBe(first);
  });

  it('costs a look into memory', async () => {
    const token = await cloud.demo();
    await cloud.service.validator.validate(token);
    const rounds = 20_000;
    const started = performance.now();
    for (let round = 0; round < rounds; round++) await cloud.service.validator.validate(token);
    expect((performance.now() - started) / rounds).toBeLessThan(0.02);
  });
});
