// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Identity } from '../src/identity.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let identity: Identity;
beforeAll(async () => {
  cloud = await RunningCloud.start();
  identity = new Identity(cloud);
});
afterAll(() => cloud.stop());

describe('openstack project', () => {
  it('create, list, show, set, delete', async () => {
    const words = ['--description', 'to sea', '--property', 'port=hull', '--tag', 'blue', '--tag', 'red'];
    const { id } = await identity.one('project', 'create', 'fleet', ...words);
    expect(await identity.one('project', 'show', 'fleet')).toMatchObject({
      ...{ id, name: 'fleet', description: 'to sea', port: 'hull', tags: ['blue', 'red'] },
      ...{ domain_id: 'default', parent_id: 'default', enabled: true, is_domain: false },
    });
    await identity.run('project', 'set', 'fleet', '--name', 'armada', '--remove-tag', 'red');
    expect(await identity.list('project', 'list', '--long')).toContainEqual({
      ...{ ID: id, Name: 'armada', 'Domain ID': 'default', Description: 'to sea', Enabled: true },
    });
    await identity.run('project', 'set', 'armada', '--tag', 'green');
    expect(((await identity.one('project', 'show', 'armada')).tags as string[]).sort()).toEqual(['blue', 'green']);
    await expect(identity.run('project', 'create', 'armada')).rejects.toThrow(/HTTP 409/);
    await identity.run('project', 'delete', 'armada');
    await expect(identity.run('project', 'show', String(id))).rejects.toThrow(/No project with a name or ID/);
  });

  it('list --tags, --tags-any, --not-tags, --not-tags-any', async () => {
    for (const [name, ...tags] of [['one', 'a', 'b'], ['two', 'a'], ['three']] as const)
      await identity.run('project', 'create', name, ...tags.flatMap((tag) => ['--tag', tag]));
    const names = (...words: readonly string[]) => identity.column('Name', 'project', 'list', ...words);
    expect(await names('--tags', 'a,b')).toEqual(['one']);
    expect(await names('--tags-any', 'a,b')).toEqual(['one', 'two']);
    expect(await names('--not-tags', 'a,b')).toEqual(expect.arrayContaining(['three', 'two']));
    const without = await names('--not-tags-any', 'a');
    expect(without).toContain('three');
    expect(without).not.toContain('two');
    await identity.run('project', 'set', 'one', '--clear-tags');
    expect(await names('--tags', 'b')).toEqual([]);
  });

  it('is below another: --parent, --parents, --children; a parent is not deleted, and its end is its children’s', async () => {
    const top = await identity.id('project', 'create', 'top');
    const middle = await identity.id('project', 'create', 'middle', '--parent', 'top');
    const leaf = await identity.id('project', 'create', 'leaf', '--parent', 'middle');
    expect(await identity.column('Name', 'project', 'list', '--parent', 'top')).toEqual(['middle']);
    expect(await identity.one('project', 'show', 'top', '--children')).toMatchObject({
      subtree: { [middle]: { [leaf]: null } },
    });
    expect(await identity.one('project', 'show', 'leaf', '--parents')).toMatchObject({
      parents: { [middle]: { [top]: { default: null } } },
    });
    await expect(identity.run('project', 'delete', 'middle')).rejects.toThrow(/HTTP 403/);
    await expect(identity.run('project', 'set', 'top', '--disable')).rejects.toThrow(/HTTP 403/);
    for (const name of ['leaf', 'middle', 'top']) await identity.run('project', 'delete', name);
  });

  it('set --disable keeps its users out', async () => {
    await identity.run('project', 'create', 'dock');
    await identity.run('user', 'create', 'joe', '--password', 'secret');
    await identity.run('role', 'add', '--user', 'joe', '--project', 'dock', 'member');
    const joe = identity.user('joe', 'secret', 'dock');
    await joe.run('token', 'issue');
    await identity.run('project', 'set', 'dock', '--disable');
    await expect(joe.run('token', 'issue')).rejects.toThrow(/HTTP 401/);
    await identity.run('project', 'set', 'dock', '--enable');
    expect(await joe.column('Name', 'project', 'list', '--my-projects')).toEqual(['dock']);
  });

  it('is not deleted while it is --immutable', async () => {
    await identity.run('project', 'create', 'rock', '--immutable');
    await expect(identity.run('project', 'delete', 'rock')).rejects.toThrow(/HTTP 403/);
    await identity.run('project', 'set', 'rock', '--no-immutable');
    await identity.run('project', 'delete', 'rock');
  });
});

describe('openstack domain', () => {
  it('create, list, show, set, delete: once it is disabled, with all that is in it', async () => {
    const { id } = await identity.one('domain', 'create', 'north', '--description', 'cold');
    expect(await identity.column('Name', 'domain', 'list')).toEqual(['Default', 'north']);
    await identity.run('domain', 'set', 'north', '--name', 'arctic', '--description', 'colder');
    expect(await identity.one('domain', 'show', 'arctic')).toMatchObject({ id, description: 'colder', enabled: true });
    const project = await identity.id('project', 'create', 'camp', '--domain', 'arctic');
    await identity.run('user', 'create', 'nan', '--domain', 'arctic', '--password', 'secret');
    await expect(identity.run('domain', 'delete', 'arctic')).rejects.toThrow(/HTTP 403/);
    await identity.run('domain', 'set', 'arctic', '--disable');
    await identity.run('domain', 'delete', 'arctic');
    await expect(identity.run('project', 'show', project)).rejects.toThrow(/No project with a name or ID/);
    expect(await identity.column('Name', 'user', 'list')).not.toContain('nan');
  });

  it('has users, groups, projects and roles of its own, of names that others have, too', async () => {
    const domain = await identity.id('domain', 'create', 'south');
    await identity.run('user', 'create', 'admin', '--domain', 'south', '--password', 'secret');
    await identity.run('project', 'create', 'admin', '--domain', 'south');
    await identity.run('group', 'create', 'admins', '--domain', 'south');
    await identity.run('role', 'create', 'keeper', '--domain', 'south');
    expect(await identity.column('Name', 'user', 'list', '--domain', 'south')).toEqual(['admin']);
    expect(await identity.column('Name', 'group', 'list', '--domain', 'south')).toEqual(['admins']);
    expect(await identity.column('Name', 'project', 'list', '--domain', 'south')).toEqual(['admin']);
    expect(await identity.column('Name', 'role', 'list', '--domain', 'south')).toEqual(['keeper']);
    expect(await identity.column('Name', 'role', 'list')).not.toContain('keeper');
    const user = ['--user', 'admin', '--user-domain', 'south'];
    await identity.run('role', 'add', ...user, '--domain', 'south', 'admin');
    const there = identity.by({
      ...{ OS_USERNAME: 'admin', OS_PASSWORD: 'secret', OS_USER_DOMAIN_NAME: 'south', OS_DOMAIN_NAME: 'south' },
    });
    expect(await there.one('token', 'issue')).toMatchObject({ domain_id: domain });
  });
});
