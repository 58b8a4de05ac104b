// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers of every shape */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mariadb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onProject, TestCloud, type Answer } from '../test-support.js';

/** A database that does not exist yet, or is empty, and how to get rid of it. */
interface Place {
  readonly url: string;
  remove(): Promise<void>;
}

async function sqlitePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'stackport-identity-'));
  return {
    url: `sqlite:///${join(folder, 'keystone.sqlite')}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** On the machine's server for tests, where root has no password. */
async function mariadbPlace(): Promise<Place> {
  const name = `stackport_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const run = async (sql: string): Promise<void> => {
    const connection = await createConnection({ host: '127.0.0.1', port: 3306, user: 'root' });
    await connection.query(sql);
    await connection.end();
  };
  await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb3`);
  return {
    url: `mysql+pymysql://root@127.0.0.1:3306/${name}?charset=utf8`,
    remove: () => run(`DROP DATABASE ${name}`),
  };
}

describe.each([
  ['SQLite', sqlitePlace],
  ['MariaDB', mariadbPlace],
])('over %s', (_name, newPlace) => {
  let place: Place;
  let cloud: TestCloud;
  let admin: string;
  beforeAll(async () => {
    place = await newPlace();
    cloud = await TestCloud.create({ url: place.url });
    admin = await cloud.admin();
  });
  afterAll(async () => {
    await cloud.close();
    await place.remove();
  });
  const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
    cloud.call(method, `/v3/${path}`, { token: admin, body });

  it('names are found in whole, in part, and in any case', async () => {
    for (const one of ['Ada', 'ada_100%', 'Grace']) await cloud.create('users', 'user', { name: one });
    const found = async (query: string): Promise<string[]> =>
      (await call('GET', `users?${query}`)).body.users.map((user: { name: string }) => user.name).sort();
    expect(await found('name=Grace')).toEqual(['Grace']);
    expect(await found('name__contains=da')).toEqual(['Ada', 'ada_100%']);
    expect(await found('name__icontains=ADA')).toEqual(['Ada', 'ada_100%']);
    expect(await found('name__contains=_100%25')).toEqual(['ada_100%']);
    expect(await found('name__startswith=Gr')).toEqual(['Grace']);
    expect(await found('name__endswith=ce')).toEqual(['Grace']);
  });

  it('of requests for the same name at the same time one has it', async () => {
    const create = (): Promise<Answer> => call('POST', 'projects', { project: { name: 'wanted' } });
    const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await create()).status));
    expect(statuses.sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  });

  it('a user, with all that is the user’s, is created, changed and deleted', async () => {
    const user = await cloud.create('users', 'user', { name: 'whole', password: 'first', colour: 'red' });
    const group = await cloud.create('groups', 'group', { name: 'some' });
    const project = await cloud.create('projects', 'project', { name: 'place', tags: ['a', 'b'] });
    const member = await cloud.idOf('roles', 'member');
    await cloud.done('PUT', `/v3/groups/${group.id}/users/${user.id}`);
    await cloud.done('PUT', `/v3/projects/${project.id}/groups/${group.id}/roles/${member}`);
    const token = await cloud.login('whole', 'first', onProject('place'));
    expect(await cloud.service.validator.validate(token)).toMatchObject({ user: { name: 'whole' } });
    const credential = { name: 'x', secret: 'x' };
    const made = await cloud.call('POST', `/v3/users/${user.id}/application_credentials`, {
      token,
      body: { application_credential: credential },
    });
    expect(made.status).toBe(201);
    expect((await call('PATCH', `users/${user.id}`, { user: { password: 'second' } })).status).toBe(200);
    expect(await cloud.service.validator.validate(token)).toBeUndefined();
    await cloud.done('DELETE', `/v3/projects/${project.id}`);
    await cloud.done('DELETE', `/v3/groups/${group.id}`);
    await cloud.done('DELETE', `/v3/users/${user.id}`);
    const left = await call('GET', `role_assignments?scope.project.id=${project.id}`);
    expect(left.body.role_assignments).toEqual([]);
  });

  it('a trust’s uses are counted, however many ask at once', async () => {
    const trustee = await cloud.create('users', 'user', { name: 'trustee', password: 'trustee' });
    const trust = {
      trustor_user_id: await cloud.idOf('users', 'demo'),
      trustee_user_id: trustee.id,
      project_id: await cloud.idOf('projects', 'demo'),
      impersonation: false,
      remaining_uses: 3,
      roles: [{ name: 'member' }],
    };
    const { body } = await cloud.call('POST', '/v3/OS-TRUST/trusts', { token: await cloud.demo(), body: { trust } });
    const use = (): Promise<Answer> =>
      cloud.authenticate('trustee', 'trustee', { 'OS-TRUST:trust': { id: body.trust.id } });
    const statuses = await Promise.all(Array.from({ length: 6 }, async () => (await use()).status));
    expect(statuses.filter((status) => status === 201)).toHaveLength(3);
  });

  it('what is registered stays while there are limits, and goes with its service', async () => {
    const service = await cloud.create('services', 'service', { type: 'image', name: 'glance' });
    const limit = { service_id: service.id, resource_name: 'size' };
    const registered = { registered_limits: [{ ...limit, default_limit: 9 }] };
    const { body } = await call('POST', 'registered_limits', registered);
    const limits = [{ ...limit, resource_limit: 1, domain_id: 'default' }];
    expect((await call('POST', 'limits', { limits })).status).toBe(201);
    expect((await call('DELETE', `registered_limits/${body.registered_limits[0].id}`)).status).toBe(403);
    expect((await call('DELETE', `services/${service.id}`)).status).toBe(204);
    expect((await call('GET', 'registered_limits')).body.registered_limits).toEqual([]);
  });

  it('tokens, and their end, outlive the service', async () => {
    const [kept, ended] = [await cloud.demo(), await cloud.demo()];
    const own = { token: ended, headers: { 'X-Subject-Token': ended } };
    expect((await cloud.call('DELETE', '/v3/auth/tokens', own)).status).toBe(204);
    const later = await TestCloud.create({ url: place.url });
    expect(await later.service.validator.validate(kept)).toBeDefined();
    expect(await later.service.validator.validate(ended)).toBeUndefined();
    await later.close();
  });
});

describe('processes over one MariaDB', () => {
  it('know of each other’s changes within a second', async () => {
    const place = await mariadbPlace();
    const [here, there] = [await TestCloud.create({ url: place.url }), await TestCloud.create({ url: place.url })];
    try {
      const [revoked, disabled] = [await here.demo(), await here.demo()];
      for (const token of [revoked, disabled]) expect(await here.service.validator.validate(token)).toBeDefined();
      await there.call('DELETE', '/v3/auth/tokens', { token: revoked, headers: { 'X-Subject-Token': revoked } });
      here.pass(1000);
      expect(await here.service.validator.validate(revoked)).toBeUndefined();
      expect(await here.service.validator.validate(disabled)).toBeDefined();
      const path = `/v3/users/${await there.idOf('users', 'demo')}`;
      const { status } = await there.call('PATCH', path, {
        token: await there.admin(),
        body: { user: { enabled: false } },
      });
      expect(status).toBe(200);
      here.pass(1000);
      expect(await here.service.validator.validate(disabled)).toBeUndefined();
    } finally {
      await here.close();
      await there.close();
      await place.remove();
    }
  });
});
