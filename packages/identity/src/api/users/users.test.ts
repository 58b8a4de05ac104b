// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let admin: string;
beforeAll(async () => {
  cloud = await TestCloud.create();
  admin = await cloud.admin();
});
afterAll(() => cloud.close());

const patch = (id: string, user: unknown): Promise<Answer> =>
  cloud.call('PATCH', `/v3/users/${id}`, { token: admin, body: { user } });
const list = async (query: string): Promise<string[]> => {
  const { body } = await cloud.call('GET', `/v3/users?${query}`, { token: admin });
  return body.users.map(({ name }: { name: string }) => name).sort();
};

describe('a user', () => {
  it('is created, shown, changed and deleted', async () => {
    const created = await cloud.call('POST', '/v3/users', {
      token: admin,
      body: { user: { name: ' eve ', password: 'x', email: 'e@x', 'x:y-z': 1 } },
    });
    expect(created.status).toBe(201);
    const { id } = created.body.user;
    expect(created.body.user).toEqual({
      id,
      name: 'eve',
      domain_id: 'default',
      enabled: true,
      email: 'e@x',
      x_y_z: 1,
      options: {},
      password_expires_at: null,
      links: { self: `http://keystone.test:5000/v3/users/${id}` },
    });
    const changed = await patch(id, { description: 'd', email: null, enabled: false });
    expect(changed.body.user).toMatchObject({
      description: 'd',
      email: null,
      enabled: false,
      extra: { description: 'd' },
    });
    expect((await cloud.call('GET', `/v3/users/${id}`, { token: admin })).body.user).toMatchObject({
      description: 'd',
      x_y_z: 1,
    });
    await cloud.done('DELETE', `/v3/users/${id}`);
    const gone = await cloud.call('GET', `/v3/users/${id}`, { token: admin });
    expect(gone.body.error).toEqual({ code: 404, message: `Could not find user: ${id}.`, title: 'Not Found' });
  });

  it.each([
    [{}, "'name' is a required property"],
    [{ name: '' }, "Invalid input for field 'name'"],
    [{ name: 'x'.repeat(256) }, "Invalid input for field 'name'"],
    [{ name: 'x', enabled: 'yes' }, "Invalid input for field 'enabled': 'yes' is not of type 'boolean'"],
    [{ name: 'x', options: { bogus: true } }, "Invalid input for field 'options'"],
    [{ name: 'x', default_project_id: 'default' }, "User's default project ID cannot be a domain ID: default"],
  ])('needs to be described well: %j', async (user, message) => {
    const { status, body } = await cloud.call('POST', '/v3/users', { token: admin, body: { user } });
    expect([status, body.error.message]).toEqual([400, expect.stringContaining(message)]);
  });

  it('has a name of its own in its domain', async () => {
    const { status, body } = await cloud.call('POST', '/v3/users', { token: admin, body: { user: { name: 'demo' } } });
    expect(status).toBe(409);
    expect(body.error.message).toBe(
      'Conflict occurred attempting to store user - Duplicate entry found with name demo at domain ID default.',
    );
    expect((await cloud.call('POST', '/v3/users', { token: admin, body: { user: { name: 'Demo' } } })).status).toBe(
      201,
    );
  });

  it('is seen by administrators and by nobody but itself beside', async () => {
    const demo = await cloud.demo();
    const [demoId, adminId] = [await cloud.idOf('users', 'demo'), await cloud.idOf('users', 'admin')];
    expect((await cloud.call('GET', `/v3/users/${demoId}`, { token: demo })).status).toBe(200);
    for (const id of [adminId, 'nosuch'])
      expect((await cloud.call('GET', `/v3/users/${id}`, { token: demo })).status).toBe(403);
    const refused = await cloud.call('GET', '/v3/users', { token: demo });
    expect(refused.body.error.message).toBe(
      'You are not authorized to perform the requested action: identity:list_users.',
    );
  });

  it('is found by its attributes', async () => {
    for (const name of ['find-Anna', 'find-bob'])
      await cloud.create('users', 'user', { name, enabled: name !== 'find-bob' });
    expect(await list('name=find-bob')).toEqual(['find-bob']);
    expect(await list('name__startswith=find-')).toEqual(['find-Anna', 'find-bob']);
    expect(await list('name__contains=anna')).toEqual([]);
    expect(await list('name__icontains=anna')).toEqual(['find-Anna']);
    expect(await list('name__startswith=find-&enabled=0')).toEqual(['find-bob']);
    expect(await list('name__startswith=find-&enabled=')).toEqual(['find-Anna']);
    expect(await list('name=find-bob&domain_id=nosuch')).toEqual([]);
    expect((await list('bogus=1')).length).toBeGreaterThan(2);
  });

  it('changes its password with the old one, and with nothing else', async () => {
    const { id } = await cloud.create('users', 'user', { name: 'changing', password: 'old' });
    const change = (original_password: string, password: string): Promise<Answer> =>
      cloud.call('POST', `/v3/users/${id}/password`, { body: { user: { original_password, password } } });
    expect((await change('wrong', 'new')).status).toBe(401);
    expect((await change('old', 'new')).status).toBe(204);
    expect((await cloud.authenticate('changing', 'old')).status).toBe(401);
    expect((await cloud.authenticate('changing', 'new')).status).toBe(201);
    await patch(id, { options: { lock_password: true } });
    expect((await change('new', 'newer')).body.error.message).toMatch(
      /^You cannot change your password at this time due to password policy/,
    );
    expect(
      (
        await cloud.call('POST', '/v3/users/nosuch/password', {
          body: { user: { original_password: 'x', password: 'y' } },
        })
      ).status,
    ).toBe(401);
  });
});

describe('security options', () => {
  it('lock an account after some failures, for a time', async () => {
    const strict = await TestCloud.create({
      values: { security_compliance: { lockout_failure_attempts: 2, lockout_duration: 60 } },
    });
    for (let attempt = 0; attempt < 2; attempt++) expect((await strict.authenticate('demo', 'wrong')).status).toBe(401);
    const locked = await strict.authenticate('demo', 'demo-password');
    expect([locked.status, locked.body.error.message]).toEqual([
      401,
      expect.stringMatching(/^The account is locked for user: /),
    ]);
    strict.pass(61_000);
    expect((await strict.authenticate('demo', 'demo-password')).status).toBe(201);
    await strict.close();
  });

  it('ask for other passwords than the last ones, of a form, of an age, and end them', async () => {
    const strict = await TestCloud.create({
      values: {
        security_compliance: {
          unique_last_password_count: 2,
          minimum_password_age: 1,
          password_expires_days: 30,
          password_regex: '^(?=.*[0-9]).{4,}$',
          password_regex_description: 'four characters, one of them a digit',
        },
      },
      bootstrap: { adminPassword: 'admin-1', users: [{ name: 'demo', password: 'demo-1', project: 'demo' }] },
    });
    const token = await strict.login('admin', 'admin-1');
    const { body } = await strict.call('GET', '/v3/users?name=demo', { token });
    const { id, password_expires_at: expiry } = body.users[0];
    expect(Date.parse(expiry) - Date.now()).toBeGreaterThan(29 * 86_400_000);
    const change = async (original_password: string, password: string): Promise<string> => {
      const answer = await strict.call('POST', `/v3/users/${id}/password`, {
        body: { user: { original_password, password } },
      });
      return answer.status === 204 ? 'done' : answer.body.error.message;
    };
    expect(await change('demo-1', 'abc')).toBe(
      'The password does not match the requirements: four characters, one of them a digit.',
    );
    expect(await change('demo-1', 'demo-1')).toMatch(/^The new password cannot be identical to a previous password/);
    expect(await change('demo-1', 'demo-2')).toBe('done');
    expect(await change('demo-2', 'demo-3')).toMatch(/minimum password age/);
    strict.pass(86_400_001);
    expect(await change('demo-2', 'demo-1')).toMatch(/^The new password cannot be identical/);
    expect(await change('demo-2', 'demo-3')).toBe('done');
    strict.pass(31 * 86_400_000);
    const expired = await strict.authenticate('demo', 'demo-3');
    expect(expired.body.error.message).toBe(`The password is expired and needs to be changed for user: ${id}.`);
    expect(await change('demo-3', 'demo-4')).toBe('done');
    await strict.close();
  });

  it('make a first password good for changing it only', async () => {
    const strict = await TestCloud.create({
      values: { security_compliance: { change_password_upon_first_use: true } },
    });
    expect((await strict.authenticate('demo', 'demo-password')).body.error.message).toMatch(/needs to be changed/);
    await strict.close();
  });
});
