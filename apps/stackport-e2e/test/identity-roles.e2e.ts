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
  for (const name of ['ann', 'bob']) await identity.run('user', 'create', name, '--password', 'secret');
});
afterAll(() => cloud.stop());

const assignments = (...words: readonly string[]) => identity.list('role', 'assignment', 'list', '--names', ...words);
const rolesOf = (...words: readonly string[]) =>
  identity.column('Role', 'role', 'assignment', 'list', '--names', ...words);

describe('openstack role', () => {
  it('create, list, show, set, delete', async () => {
    const { id } = await identity.one('role', 'create', 'cook', '--description', 'feeds all');
    expect(await identity.column('Name', 'role', 'list')).toEqual(
      expect.arrayContaining(['admin', 'cook', 'member', 'reader']),
    );
    await identity.run('role', 'set', 'cook', '--name', 'chef', '--description', 'feeds some');
    expect(await identity.one('role', 'show', 'chef')).toMatchObject({
      ...{ id, name: 'chef', description: 'feeds some', domain_id: null, options: {} },
    });
    await expect(identity.run('role', 'create', 'chef')).rejects.toThrow(/HTTP 409/);
    await identity.run('role', 'delete', 'chef');
    await expect(identity.run('role', 'show', 'chef')).rejects.toThrow(/No role with a name or ID of 'chef' exists/);
  });

  it('delete: not of one that the cloud needs', async () => {
    await expect(identity.run('role', 'delete', 'admin')).rejects.toThrow(/HTTP 403/);
  });

  it('add, remove: on a project, for a user and for a group', async () => {
    const on = ['--user', 'ann', '--project', 'crew'] as const;
    const ann = identity.user('ann', 'secret', 'crew');
    await identity.run('role', 'add', ...on, 'member');
    expect(await assignments('--user', 'ann')).toEqual([
      {
        Role: 'member',
        User: 'ann@Default',
        Group: '',
        Project: 'crew@Default',
        Domain: '',
        System: '',
        Inherited: false,
      },
    ]);
    await ann.run('token', 'issue');
    await identity.run('role', 'remove', ...on, 'member');
    expect(await assignments('--user', 'ann')).toEqual([]);
    await expect(ann.run('token', 'issue')).rejects.toThrow(/HTTP 401/);
    await expect(identity.run('role', 'remove', ...on, 'member')).rejects.toThrow(/HTTP 404/);
    await identity.run('group', 'create', 'watch');
    await identity.run('group', 'add', 'user', 'watch', 'ann');
    await identity.run('role', 'add', '--group', 'watch', '--project', 'crew', 'reader');
    expect(await rolesOf('--group', 'watch')).toEqual(['reader']);
    expect(await rolesOf('--user', 'ann', '--effective')).toEqual(['reader']);
    await identity.run('role', 'remove', '--group', 'watch', '--project', 'crew', 'reader');
  });

  it('add, remove: on a domain and on the system', async () => {
    await identity.run('role', 'add', '--user', 'bob', '--domain', 'default', 'reader');
    await identity.run('role', 'add', '--user', 'bob', '--system', 'all', 'reader');
    expect(await rolesOf('--domain', 'default')).toEqual(['reader']);
    expect(await assignments('--user', 'bob', '--system', 'all')).toMatchObject([{ Role: 'reader', System: 'all' }]);
    const who = { OS_USERNAME: 'bob', OS_PASSWORD: 'secret', OS_USER_DOMAIN_NAME: 'Default' };
    const [inDomain, onSystem] = [
      identity.by({ ...who, OS_DOMAIN_NAME: 'Default' }),
      identity.by({ ...who, OS_SYSTEM_SCOPE: 'all' }),
    ];
    // A domain's reader sees what is in it, the system's reader all, and neither may change it.
    expect(await inDomain.column('Name', 'project', 'list')).toContain('crew');
    expect(await onSystem.column('Name', 'domain', 'list')).toEqual(['Default']);
    expect(await onSystem.column('Name', 'service', 'list')).toContain('keystone');
    await expect(inDomain.run('service', 'list')).rejects.toThrow(/HTTP 403/);
    for (const bob of [inDomain, onSystem])
      await expect(bob.run('project', 'create', 'mine')).rejects.toThrow(/HTTP 403/);
    await identity.run('role', 'remove', '--user', 'bob', '--domain', 'default', 'reader');
    await identity.run('role', 'remove', '--user', 'bob', '--system', 'all', 'reader');
    expect(await assignments('--user', 'bob')).toEqual([]);
  });

  it('add --inherited: on what is below a project or a domain, and not on it', async () => {
    for (const [name, parent] of [
      ['top', 'default'],
      ['middle', 'top'],
      ['leaf', 'middle'],
    ] as const)
      await identity.run('project', 'create', name, ...(parent === 'default' ? [] : ['--parent', parent]));
    const [on, effective] = [
      ['--user', 'bob', '--project', 'top', '--inherited'],
      ['--user', 'bob', '--effective'],
    ];
    await identity.run('role', 'add', ...on, 'reader');
    expect(await assignments('--user', 'bob')).toMatchObject([{ Project: 'top@Default', Inherited: true }]);
    expect(await identity.column('Project', 'role', 'assignment', 'list', '--names', ...effective)).toEqual([
      ...['leaf@Default', 'middle@Default'],
    ]);
    await identity.user('bob', 'secret', 'leaf').run('token', 'issue');
    await expect(identity.user('bob', 'secret', 'top').run('token', 'issue')).rejects.toThrow(/HTTP 401/);
    await identity.run('role', 'remove', ...on, 'reader');
    await expect(identity.user('bob', 'secret', 'leaf').run('token', 'issue')).rejects.toThrow(/HTTP 401/);
    await identity.run('role', 'add', '--user', 'bob', '--domain', 'default', '--inherited', 'reader');
    expect(await identity.column('Project', 'role', 'assignment', 'list', '--names', ...effective)).toEqual(
      expect.arrayContaining(['crew@Default', 'leaf@Default', 'top@Default']),
    );
    await identity.run('role', 'remove', '--user', 'bob', '--domain', 'default', '--inherited', 'reader');
  });

  it('assignment list --auth-user, --auth-project, --role', async () => {
    expect(await identity.column('Role', 'role', 'assignment', 'list', '--names', '--auth-user')).toEqual([
      'admin',
      'admin',
    ]);
    expect(await assignments('--auth-user', '--auth-project')).toMatchObject([
      { Role: 'admin', Project: 'admin@Default' },
    ]);
    expect(await assignments('--role', 'admin', '--user', 'admin', '--project', 'admin')).toHaveLength(1);
    await expect(cloud.openstackAs('stackport-demo', 'role', 'assignment', 'list')).rejects.toThrow(/HTTP 403/);
  });
});

describe('openstack implied role', () => {
  it('create, list, delete: who has the one has the other', async () => {
    for (const name of ['captain', 'mate']) await identity.run('role', 'create', name);
    const rules = async () =>
      (await identity.list('implied', 'role', 'list')).map(
        (row) => `${String(row['Prior Role Name'])} > ${String(row['Implied Role Name'])}`,
      );
    expect(await rules()).toEqual(expect.arrayContaining(['admin > member', 'member > reader']));
    await identity.run('implied', 'role', 'create', 'captain', '--implied-role', 'mate');
    expect(await rules()).toContain('captain > mate');
    await identity.run('role', 'add', '--user', 'ann', '--project', 'crew', 'captain');
    const on = ['--user', 'ann', '--project', 'crew'] as const;
    expect(await rolesOf(...on)).toEqual(['captain']);
    expect(await rolesOf(...on, '--effective')).toEqual(['captain', 'mate']);
    await identity.run('implied', 'role', 'delete', 'captain', '--implied-role', 'mate');
    expect(await rolesOf(...on, '--effective')).toEqual(['captain']);
    // Nothing may imply admin.
    await expect(identity.run('implied', 'role', 'create', 'captain', '--implied-role', 'admin')).rejects.toThrow(
      /HTTP 403/,
    );
  });
});
