// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let demo: string;
let userId: string;
beforeAll(async () => {
  cloud = await TestCloud.create();
  demo = await cloud.demo();
  userId = await cloud.idOf('users', 'demo');
});
afterAll(() => cloud.close());

const create = (credential: object, token = demo): Promise<Answer> =>
  cloud.call('POST', '/v3/credentials', { token, body: { credential } });
const certificate = (): object => ({ type: 'cert', blob: 'secret text', user_id: userId });

describe('a credential', () => {
  it('is kept encrypted, and read as it was written', async () => {
    const { status, body } = await create(certificate());
    expect(status).toBe(201);
    const { id } = body.credential;
    const shown = await cloud.call('GET', `/v3/credentials/${id}`, { token: demo });
    expect(shown.body.credential).toMatchObject({ ...certificate(), project_id: null });
    const path = `/v3/credentials/${id}`;
    const changed = await cloud.call('PATCH', path, { token: demo, body: { credential: { blob: 'other' } } });
    expect(changed.body.credential).toMatchObject({ id, type: 'cert', blob: 'other' });
    expect((await cloud.call('DELETE', path, { token: demo })).status).toBe(204);
    expect((await cloud.call('GET', path, { token: await cloud.admin() })).status).toBe(404);
  });

  it('of an EC2 key pair has the id of its key', async () => {
    const ec2 = (blob: string, more: object = {}): Promise<Answer> =>
      create({ type: 'ec2', blob, user_id: userId, project_id: 'some', ...more });
    const pair = JSON.stringify({ access: 'key', secret: 'shared' });
    expect((await ec2(pair)).body.credential.id).toBe(
      '2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683',
    );
    expect((await ec2(pair)).status).toBe(409);
    expect((await ec2('no JSON')).status).toBe(400);
    expect((await ec2(JSON.stringify({ secret: 'alone' }))).status).toBe(400);
    expect((await create({ type: 'ec2', blob: pair, user_id: userId })).status).toBe(400);
  });

  it('is its user’s, and nobody else’s but an administrator’s', async () => {
    const { id } = (await create(certificate())).body.credential;
    await cloud.create('users', 'user', { name: 'other', password: 'other' });
    const other = (await cloud.authenticate('other', 'other')).headers.get('X-Subject-Token') ?? '';
    expect((await cloud.call('GET', `/v3/credentials/${id}`, { token: other })).status).toBe(403);
    expect((await cloud.call('GET', '/v3/credentials', { token: other })).body.credentials).toEqual([]);
    expect((await create(certificate(), other)).status).toBe(403);
    const admin = await cloud.admin();
    const listed = await cloud.call('GET', `/v3/credentials?user_id=${userId}&type=cert`, { token: admin });
    expect(listed.body.credentials.map((one: { id: string }) => one.id)).toContain(id);
  });
});
