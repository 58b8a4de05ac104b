// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-return -- answers of every shape */
import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let demo: string;
let service: string;
let userId: string;
let project: string;
beforeAll(async () => {
  cloud = await TestCloud.create();
  userId = await cloud.idOf('users', 'demo');
  project = await cloud.idOf('projects', 'demo');
  demo = await cloud.demo();
  await cloud.service.bootstrap({
    users: [{ name: 'swift', password: 'swift', project: 'service', roles: ['service'] }],
  });
  service = await cloud.login('swift', 'swift', { project: { name: 'service', domain: { id: 'default' } } });
});
afterAll(() => cloud.close());

const path = (): string => `/v3/users/${userId}/credentials/OS-EC2`;
const create = async (): Promise<{ access: string; secret: string }> =>
  (await cloud.call('POST', path(), { token: demo, body: { tenant_id: project } })).body.credential;
const sign = (secret: string, text: string, digest = 'sha256'): string =>
  createHmac(digest, secret).update(text).digest('base64');
const now = (): string => new Date().toISOString().replace(/\.\d+/, '');

/** A request to an EC2 API, signed in version 2. */
function version2({ access, secret }: { access: string; secret: string }, more: Record<string, string> = {}): object {
  const params: Record<string, string> = {
    Action: 'Describe Instances',
    SignatureMethod: 'HmacSHA256',
    SignatureVersion: '2',
    Timestamp: now(),
    ...more,
  };
  const query = Object.keys(params)
    .sort()
    .map((name) => `${name}=${encodeURIComponent(params[name]!)}`)
    .join('&');
  const signature = sign(secret, `GET\nec2.test:8788\n/services/Cloud\n${query}`);
  return { access, signature, host: 'ec2.test:8788', verb: 'GET', path: '/services/Cloud', params };
}
const ask = (kind: 'ec2tokens' | 's3tokens', credentials: object, token = service): Promise<Answer> =>
  cloud.call('POST', `/v3/${kind}`, { token, body: { credentials } });

describe('an EC2 credential', () => {
  it('is made, shown, listed and deleted by its user', async () => {
    const created = await create();
    expect(created).toMatchObject({ user_id: userId, tenant_id: project, trust_id: null });
    expect((await cloud.call('GET', `${path()}/${created.access}`, { token: demo })).body.credential).toEqual(created);
    expect((await cloud.call('GET', path(), { token: demo })).body.credentials).toContainEqual(created);
    expect((await cloud.call('GET', `${path()}/${created.access}`, { token: service })).status).toBe(403);
    expect((await cloud.call('DELETE', `${path()}/${created.access}`, { token: demo })).status).toBe(204);
    expect((await cloud.call('GET', `${path()}/${created.access}`, { token: demo })).status).toBe(404);
  });

  it('answers a service that passes a signed request on with the user’s token', async () => {
    const { status, body, headers } = await ask('ec2tokens', version2(await create()));
    expect([status, body.token.user.id, body.token.project.id]).toEqual([200, userId, project]);
    expect(body.token.methods).toEqual(['ec2credential']);
    const token = headers.get('X-Subject-Token') ?? '';
    // It says who asked; nobody acts with it.
    expect((await cloud.call('GET', `/v3/users/${userId}`, { token })).status).toBe(403);
  });

  it('is not believed with a signature that is another’s, or old', async () => {
    const credential = await create();
    expect((await ask('ec2tokens', version2({ ...credential, secret: 'guessed' }))).status).toBe(401);
    expect((await ask('ec2tokens', version2({ ...credential, access: 'nosuch' }))).status).toBe(404);
    const old = version2(credential, { Timestamp: '2001-01-01T00:00:00Z' });
    expect((await ask('ec2tokens', old)).status).toBe(401);
    expect((await ask('ec2tokens', {})).status).toBe(401);
  });

  it('is asked about by services and administrators only', async () => {
    const request = version2(await create());
    expect((await ask('ec2tokens', request, demo)).status).toBe(403);
    expect((await cloud.call('POST', '/v3/ec2tokens', { body: { credentials: request } })).status).toBe(401);
    expect((await ask('ec2tokens', request, await cloud.admin())).status).toBe(200);
  });
});

describe('a request to an S3 API', () => {
  it('is believed with a signature of version 1', async () => {
    const { access, secret } = await create();
    const text = 'GET\n\n\n\nx-amz-date:Sat, 01 Jan 2000\n/bucket';
    const credentials = {
      access,
      token: Buffer.from(text).toString('base64url'),
      signature: sign(secret, text, 'sha1'),
    };
    const { status, body } = await ask('s3tokens', credentials);
    expect([status, body.token.user.id]).toEqual([200, userId]);
    expect((await ask('s3tokens', { ...credentials, signature: 'AAAA' })).status).toBe(401);
  });

  it('is believed with a signature of version 4', async () => {
    const { access, secret } = await create();
    const date = now().replace(/[-:]/g, '');
    const day = date.slice(0, 8);
    const canonical = createHash('sha256').update('GET\n/bucket').digest('hex');
    const text = ['AWS4-HMAC-SHA256', date, `${day}/RegionOne/s3/aws4_request`, canonical].join('\n');
    const key = [day, 'RegionOne', 's3', 'aws4_request'].reduce<Buffer | string>(
      (last, part) => createHmac('sha256', last).update(part).digest(),
      `AWS4${secret}`,
    );
    const signature = createHmac('sha256', key).update(text).digest('hex');
    const token = Buffer.from(text).toString('base64url');
    expect((await ask('s3tokens', { access, token, signature })).status).toBe(200);
    const forged = Buffer.from(text.replace('RegionOne', 'RegionTwo')).toString('base64url');
    expect((await ask('s3tokens', { access, token: forged, signature })).status).toBe(401);
  });
});
