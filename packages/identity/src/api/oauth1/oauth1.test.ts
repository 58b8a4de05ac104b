// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call -- answers of every shape */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseString } from '../../oauth1/signature.js';
import { onProject, TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let admin: string;
let project: string;
beforeAll(async () => {
  cloud = await TestCloud.create();
  admin = await cloud.admin();
  project = await cloud.idOf('projects', 'admin');
});
afterAll(() => cloud.close());

interface Secret {
  readonly id: string;
  readonly secret: string;
}

/** An Authorization header of a consumer's, for a POST. */
function authorization(path: string, consumer: Secret, token?: Secret, more: Record<string, string> = {}): string {
  const parameters = new Map(
    Object.entries({
      oauth_consumer_key: consumer.id,
      oauth_nonce: 'nonce',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: String(Math.floor(Date.now() / 1000)),
      oauth_version: '1.0',
      ...(token === undefined ? {} : { oauth_token: token.id }),
      ...more,
    }),
  );
  const url = `http://keystone.test:5000${path}`;
  const signed = { method: 'POST', url, query: new URLSearchParams(), authorization: undefined };
  const key = `${consumer.secret}&${token?.secret ?? ''}`;
  const signature = createHmac('sha1', key).update(baseString(signed, parameters)).digest('base64');
  const all = [...parameters, ['oauth_signature', signature] as const];
  return `OAuth ${all.map(([name, value]) => `${name}="${encodeURIComponent(value)}"`).join(', ')}`;
}

const consumer = (): Promise<Secret> => cloud.create('OS-OAUTH1/consumers', 'consumer', { description: 'of photos' });
const signed = (path: string, header: string, headers: Record<string, string> = {}): Promise<Answer> =>
  cloud.call('POST', path, { headers: { ...headers, Authorization: header } });
function secretIn({ text }: Answer): Secret {
  const form = new URLSearchParams(text);
  return { id: form.get('oauth_token') ?? '', secret: form.get('oauth_token_secret') ?? '' };
}

const REQUEST = '/v3/OS-OAUTH1/request_token';
const ACCESS = '/v3/OS-OAUTH1/access_token';
const requestToken = (one: Secret): Promise<Answer> =>
  signed(REQUEST, authorization(REQUEST, one), { 'Requested-Project-Id': project });
const authorize = (id: string, role = 'member'): Promise<Answer> =>
  cloud.call('PUT', `/v3/OS-OAUTH1/authorize/${id}`, { token: admin, body: { roles: [{ name: role }] } });

async function accessToken(one: Secret): Promise<Secret> {
  const request = secretIn(await requestToken(one));
  const verifier: string = (await authorize(request.id)).body.token.oauth_verifier;
  return secretIn(await signed(ACCESS, authorization(ACCESS, one, request, { oauth_verifier: verifier })));
}
const login = (one: Secret, access: Secret): Promise<Answer> =>
  cloud.issue({ methods: ['oauth1'], oauth1: {} }, null, {
    headers: { Authorization: authorization('/v3/auth/tokens', one, access) },
  });

describe('OAuth 1.0', () => {
  it('gives a consumer a user’s access to a project', async () => {
    const one = await consumer();
    const access = await accessToken(one);
    const { status, body, headers } = await login(one, access);
    expect([status, body.token.methods, body.token.project.id]).toEqual([201, ['oauth1'], project]);
    expect(body.token['OS-OAUTH1']).toEqual({ access_token_id: access.id, consumer_id: one.id });
    expect(body.token.roles.map(({ name }: { name: string }) => name).sort()).toEqual(['member', 'reader']);
    // What was given to a consumer goes no further.
    const token = headers.get('X-Subject-Token') ?? '';
    const again = await cloud.issue({ methods: ['token'], token: { id: token } }, onProject('admin'));
    expect(again.status).toBe(403);
  });

  it('ends when the user takes the access away', async () => {
    const one = await consumer();
    const access = await accessToken(one);
    const token = (await login(one, access)).headers.get('X-Subject-Token') ?? '';
    const path = `/v3/users/${await cloud.idOf('users', 'admin')}/OS-OAUTH1/access_tokens`;
    const listed = await cloud.call('GET', path, { token: admin });
    expect(listed.body.access_tokens.map(({ id }: { id: string }) => id)).toContain(access.id);
    expect(listed.text).not.toContain(access.secret);
    const shown = await cloud.call('GET', `${path}/${access.id}`, { token: admin });
    expect(shown.body.access_token).toMatchObject({ consumer_id: one.id, project_id: project });
    const roles = await cloud.call('GET', `${path}/${access.id}/roles`, { token: admin });
    expect(roles.body.roles.map(({ name }: { name: string }) => name)).toEqual(['member']);
    expect((await cloud.call('DELETE', `${path}/${access.id}`, { token: admin })).status).toBe(204);
    expect(await cloud.service.validator.validate(token)).toBeUndefined();
    expect((await login(one, access)).status).toBe(404);
  });

  it('believes signatures only', async () => {
    const one = await consumer();
    const forged = { ...one, secret: 'guessed' };
    expect((await requestToken(forged)).status).toBe(401);
    expect((await signed(REQUEST, authorization(REQUEST, one))).status).toBe(400);
    const old = authorization(REQUEST, one, undefined, { oauth_timestamp: '1000000000' });
    expect((await signed(REQUEST, old, { 'Requested-Project-Id': project })).status).toBe(401);
    const access = await accessToken(one);
    expect((await login(forged, access)).status).toBe(401);
    expect((await login(one, { ...access, secret: 'guessed' })).status).toBe(401);
    expect((await login(await consumer(), access)).status).toBe(401);
  });

  it('needs a user’s word, and believes it once', async () => {
    await cloud.create('roles', 'role', { name: 'unheld' });
    const one = await consumer();
    const request = secretIn(await requestToken(one));
    const exchange = (verifier: string): Promise<Answer> =>
      signed(ACCESS, authorization(ACCESS, one, request, { oauth_verifier: verifier }));
    expect((await exchange('guessed')).status).toBe(401);
    expect((await authorize(request.id, 'unheld')).status).toBe(401);
    const verifier: string = (await authorize(request.id)).body.token.oauth_verifier;
    expect((await exchange('guessed')).status).toBe(401);
    expect((await exchange(verifier)).status).toBe(201);
    expect((await exchange(verifier)).status).toBe(404);
  });

  it('has consumers that administrators keep', async () => {
    const one = await consumer();
    const path = `/v3/OS-OAUTH1/consumers/${one.id}`;
    expect((await cloud.call('GET', path, { token: admin })).text).not.toContain(one.secret);
    const update = { token: admin, body: { consumer: { description: 'of films' } } };
    expect((await cloud.call('PATCH', path, update)).body.consumer.description).toBe('of films');
    expect((await cloud.call('GET', path, { token: await cloud.demo() })).status).toBe(403);
    const access = await accessToken(one);
    await cloud.done('DELETE', path);
    expect((await login(one, access)).status).not.toBe(201);
  });
});
