// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Identity } from '../src/identity.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let identity: Identity;
beforeAll(async () => {
  cloud = await RunningCloud.start();
  identity = new Identity(cloud);
  await identity.run('project', 'create', 'crew');
});
afterAll(() => cloud.stop());

describe('openstack user', () => {
  it('create, list, show, set, delete', async () => {
    const made = await identity.one(
      ...['user', 'create', 'ann', '--password', 'first', '--project', 'crew', '--email', 'ann@example.org'],
      ...['--description', 'of the crew', '--ignore-password-expiry', '--enable-lock-password'],
    );
    expect(made).toMatchObject({
      ...{ name: 'ann', email: 'ann@example.org', description: 'of the crew', domain_id: 'default', enabled: true },
      default_project_id: await identity.id('project', 'show', 'crew'),
      options: { ignore_password_expiry: true, lock_password: true },
      password_expires_at: null,
    });
    expect(made).not.toHaveProperty('password');
    expect(await identity.list('user', 'list', '--long')).toContainEqual(
      expect.objectContaining({ ID: made.id, Name: 'ann', Email: 'ann@example.org', Enabled: true }),
    );
    await identity.run(
      'user',
      'set',
      'ann',
      '--name',
      'anna',
      '--email',
      'anna@example.org',
      '--disable-lock-password',
    );
    expect(await identity.one('user', 'show', 'anna')).toMatchObject({
      ...{ id: made.id, name: 'anna', email: 'anna@example.org', description: 'of the crew' },
      options: { ignore_password_expiry: true, lock_password: false },
    });
    await expect(identity.run('user', 'show', 'ann')).rejects.toThrow(/No user with a name or ID of 'ann' exists/);
    await expect(identity.run('user', 'create', 'anna')).rejects.toThrow(/HTTP 409/);
    expect(await identity.one('user', 'create', 'anna', '--or-show')).toMatchObject({ id: made.id });
    await identity.run('user', 'delete', 'anna');
    await expect(identity.run('user', 'show', String(made.id))).rejects.toThrow(/No user with a name or ID/);
  });

  it('set --disable takes the tokens away', async () => {
    await identity.run('user', 'create', 'bob', '--password', 'secret');
    await identity.run('role', 'add', '--user', 'bob', '--project', 'crew', 'member');
    const bob = identity.user('bob', 'secret', 'crew');
    const token = await bob.id('token', 'issue');
    const byToken = identity.by({ OS_AUTH_TYPE: 'v3token', OS_TOKEN: token });
    expect(await byToken.column('Name', 'project', 'list', '--my-projects')).toEqual(['crew']);
    await identity.run('user', 'set', 'bob', '--disable');
    await expect(bob.run('token', 'issue')).rejects.toThrow(/HTTP 401/);
    await identity.run('user', 'set', 'bob', '--enable');
    await expect(byToken.run('project', 'list', '--my-projects')).rejects.toThrow(/HTTP 40[14]/);
    expect(await bob.one('token', 'issue')).toHaveProperty('user_id');
  });

  it('password set, by the user who knows the old one', async () => {
    await identity.run('user', 'create', 'carol', '--password', 'old');
    await identity.run('role', 'add', '--user', 'carol', '--project', 'crew', 'reader');
    const carol = identity.user('carol', 'old', 'crew');
    const change = ['user', 'password', 'set', '--password', 'new'] as const;
    await expect(carol.run(...change, '--original-password', 'guessed')).rejects.toThrow(/HTTP 401/);
    await carol.run(...change, '--original-password', 'old');
    await expect(carol.run('token', 'issue')).rejects.toThrow(/HTTP 401/);
    expect(await identity.user('carol', 'new', 'crew').one('token', 'issue')).toHaveProperty('project_id');
  });
});

describe('openstack token', () => {
  it('issue, revoke', async () => {
    const { id, user_id: user, expires } = await identity.one('token', 'issue');
    expect(Date.parse(String(expires))).toBeGreaterThan(Date.now());
    expect(user).toBe(await identity.id('user', 'show', 'admin'));
    await identity.run('token', 'revoke', String(id));
    const byToken = identity.by({ OS_AUTH_TYPE: 'v3token', OS_TOKEN: String(id) });
    await expect(byToken.run('project', 'list', '--my-projects')).rejects.toThrow(/HTTP 40[14]/);
  });
});

describe('openstack group', () => {
  it('create, list, show, set, delete', async () => {
    const { id } = await identity.one('group', 'create', 'watch', '--description', 'awake');
    expect(await identity.column('Name', 'group', 'list')).toContain('watch');
    await identity.run('group', 'set', 'watch', '--name', 'night-watch', '--description', 'awake at night');
    expect(await identity.one('group', 'show', 'night-watch')).toEqual({
      ...{ id, name: 'night-watch', description: 'awake at night', domain_id: 'default' },
    });
    await expect(identity.run('group', 'create', 'night-watch')).rejects.toThrow(/HTTP 409/);
    await identity.run('group', 'delete', 'night-watch');
    expect(await identity.column('Name', 'group', 'list')).not.toContain('night-watch');
  });

  it('add user, contains user, remove user; what the group may, its members may', async () => {
    await identity.run('group', 'create', 'pumps');
    for (const name of ['dave', 'eve']) await identity.run('user', 'create', name, '--password', 'secret');
    await identity.run('group', 'add', 'user', 'pumps', 'dave', 'eve');
    expect(await identity.column('Name', 'user', 'list', '--group', 'pumps')).toEqual(['dave', 'eve']);
    expect(await identity.column('Name', 'group', 'list', '--user', 'dave')).toEqual(['pumps']);
    expect(await identity.run('group', 'contains', 'user', 'pumps', 'eve')).toMatch(/eve in group pumps/);
    await identity.run('role', 'add', '--group', 'pumps', '--project', 'crew', 'member');
    const eve = identity.user('eve', 'secret', 'crew');
    expect(await eve.one('token', 'issue')).toHaveProperty('project_id');
    await identity.run('group', 'remove', 'user', 'pumps', 'eve');
    expect(await identity.column('Name', 'user', 'list', '--group', 'pumps')).toEqual(['dave']);
    await expect(eve.run('token', 'issue')).rejects.toThrow(/HTTP 401/);
    // That she is not, the client says on stderr.
    expect(await identity.run('group', 'contains', 'user', 'pumps', 'eve')).toBe('');
  });
});
