// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCloud } from '../../test-support.js';

let cloud: TestCloud;
let admin: string;
const role: Record<string, string> = {};

beforeAll(async () => {
  cloud = await TestCloud.create();
  admin = await cloud.admin();
  for (const name of ['admin', 'member', 'reader']) role[name] = await cloud.idOf('roles', name);
});
afterAll(() => cloud.close());

/** What is looked at of an assignment. */
interface Assignment {
  readonly role: { readonly id: string; readonly name: string };
  readonly scope: { readonly project: { readonly id: string } };
}

const assignments = async (query: string): Promise<Assignment[]> =>
  (await cloud.call('GET', `/v3/role_assignments?${query}`, { token: admin })).body.role_assignments;
const roleNames = async (user: { id: string }, project: { id: string }): Promise<string[]> => {
  const found = await assignments(`user.id=${user.id}&scope.project.id=${project.id}&effective&include_names`);
  return [...new Set(found.map((one) => one.role.name))].sort();
};

describe('assignments', () => {
  it('are given, checked, listed and taken away', async () => {
    const user = await cloud.create('users', 'user', { name: 'given' });
    const project = await cloud.create('projects', 'project', { name: 'place' });
    const path = `/v3/projects/${project.id}/users/${user.id}/roles`;
    const member = role.member ?? '';
    expect((await cloud.call('HEAD', `${path}/${member}`, { token: admin })).status).toBe(404);
    await cloud.done('PUT', `${path}/${member}`);
    await cloud.done('PUT', `${path}/${member}`);
    expect((await cloud.call('HEAD', `${path}/${member}`, { token: admin })).status).toBe(204);
    expect(
      (await cloud.call('GET', path, { token: admin })).body.roles.map(({ name }: { name: string }) => name),
    ).toEqual(['member']);
    await cloud.done('DELETE', `${path}/${member}`);
    const again = await cloud.call('DELETE', `${path}/${member}`, { token: admin });
    expect(again.body.error.message).toBe(
      `Could not find role assignment with role: ${member}, user or group: ${user.id}, project, domain, or system: ${project.id}.`,
    );
    expect((await cloud.call('PUT', `${path}/nosuch`, { token: admin })).status).toBe(404);
    expect((await cloud.call('PUT', `${path}/${member}`, { token: await cloud.demo() })).status).toBe(403);
  });

  it('take effect through groups, from above and by implication', async () => {
    const user = await cloud.create('users', 'user', { name: 'many' });
    const group = await cloud.create('groups', 'group', { name: 'crowd' });
    const domain = await cloud.create('domains', 'domain', { name: 'tree' });
    const top = await cloud.create('projects', 'project', { name: 'top', domain_id: domain.id });
    const leaf = await cloud.create('projects', 'project', { name: 'leaf', domain_id: domain.id, parent_id: top.id });
    expect(await roleNames(user, leaf)).toEqual([]);

    await cloud.done(
      'PUT',
      `/v3/OS-INHERIT/domains/${domain.id}/users/${user.id}/roles/${role.reader ?? ''}/inherited_to_projects`,
    );
    expect([await roleNames(user, top), await roleNames(user, leaf)]).toEqual([['reader'], ['reader']]);

    await cloud.done(
      'PUT',
      `/v3/OS-INHERIT/projects/${top.id}/groups/${group.id}/roles/${role.member ?? ''}/inherited_to_projects`,
    );
    await cloud.done('PUT', `/v3/groups/${group.id}/users/${user.id}`);
    expect([await roleNames(user, top), await roleNames(user, leaf)]).toEqual([['reader'], ['member', 'reader']]);

    const whole = await assignments(`scope.project.id=${top.id}&include_subtree&effective`);
    const direct = await assignments(`scope.project.id=${top.id}&include_subtree`);
    expect(new Set(whole.map((one) => one.scope.project.id))).toEqual(new Set([top.id, leaf.id]));
    expect(direct).toHaveLength(1);
    const member = whole.find((one) => one.role.id === role.member);
    expect(member).toMatchObject({
      user: { id: user.id },
      scope: { project: { id: leaf.id }, 'OS-INHERIT:inherited_to': 'projects' },
      links: {
        assignment: `http://keystone.test:5000/v3/OS-INHERIT/projects/${top.id}/groups/${group.id}/roles/${role.member ?? ''}/inherited_to_projects`,
        membership: `http://keystone.test:5000/v3/groups/${group.id}/users/${user.id}`,
      },
    });

    const { body } = await cloud.call('GET', `/v3/users/${user.id}/projects`, { token: admin });
    expect(body.projects.map(({ name }: { name: string }) => name).sort()).toEqual(['leaf', 'top']);
    await cloud.done('DELETE', `/v3/groups/${group.id}/users/${user.id}`);
    expect(await roleNames(user, leaf)).toEqual(['reader']);
  });

  it('of a domain’s role count for what it implies, and in that domain only', async () => {
    const domain = await cloud.create('domains', 'domain', { name: 'own' });
    const user = await cloud.create('users', 'user', { name: 'owner', domain_id: domain.id });
    const project = await cloud.create('projects', 'project', { name: 'mine', domain_id: domain.id });
    const special = await cloud.create('roles', 'role', { name: 'special', domain_id: domain.id });
    expect(
      (await cloud.call('PUT', `/v3/roles/${special.id}/implies/${role.member ?? ''}`, { token: admin })).status,
    ).toBe(201);
    await cloud.done('PUT', `/v3/projects/${project.id}/users/${user.id}/roles/${special.id}`);
    expect(await roleNames(user, project)).toEqual(['member', 'reader']);
    const elsewhere = await cloud.idOf('projects', 'demo');
    expect(
      (await cloud.call('PUT', `/v3/projects/${elsewhere}/users/${user.id}/roles/${special.id}`, { token: admin }))
        .status,
    ).toBe(403);
    expect((await cloud.call('PUT', `/v3/system/users/${user.id}/roles/${special.id}`, { token: admin })).status).toBe(
      400,
    );
    expect(
      (await cloud.call('PUT', `/v3/roles/${role.reader ?? ''}/implies/${special.id}`, { token: admin })).status,
    ).toBe(403);
    expect(
      (await cloud.call('PUT', `/v3/roles/${role.reader ?? ''}/implies/${role.admin ?? ''}`, { token: admin })).status,
    ).toBe(403);
  });

  it('on the system make a token for it', async () => {
    await cloud.create('users', 'user', { name: 'operator', password: 'x' });
    const id = await cloud.idOf('users', 'operator');
    expect((await cloud.authenticate('operator', 'x', { system: { all: true } })).status).toBe(401);
    await cloud.done('PUT', `/v3/system/users/${id}/roles/${role.reader ?? ''}`);
    const token = await cloud.login('operator', 'x', { system: { all: true } });
    expect((await cloud.call('GET', '/v3/users', { token })).status).toBe(200);
    expect((await cloud.call('POST', '/v3/users', { token, body: { user: { name: 'no' } } })).status).toBe(403);
    expect((await cloud.call('GET', '/v3/auth/system', { token })).body.system).toEqual([{ all: true }]);
    expect(await assignments(`user.id=${id}&scope.system=all`)).toHaveLength(1);
  });

  it('of a domain’s administrator stay in the domain', async () => {
    const domain = await cloud.create('domains', 'domain', { name: 'narrow' });
    const user = await cloud.create('users', 'user', { name: 'chief', password: 'x', domain_id: domain.id });
    await cloud.done('PUT', `/v3/domains/${domain.id}/users/${user.id}/roles/${role.reader ?? ''}`);
    const identity = { methods: ['password'], password: { user: { id: user.id, password: 'x' } } };
    const { headers } = await cloud.call('POST', '/v3/auth/tokens', {
      body: { auth: { identity, scope: { domain: { id: domain.id } } } },
    });
    const token = headers.get('X-Subject-Token') ?? '';
    const seen = await cloud.call('GET', '/v3/users', { token });
    expect(seen.body.users.map(({ name }: { name: string }) => name)).toEqual(['chief']);
    expect((await cloud.call('GET', `/v3/users/${await cloud.idOf('users', 'demo')}`, { token })).status).toBe(403);
    expect((await cloud.call('GET', '/v3/role_assignments', { token })).body.role_assignments).toHaveLength(1);
  });

  it.each(['user.id=x&group.id=y', 'scope.domain.id=x&scope.project.id=y', 'effective&group.id=x', 'include_subtree'])(
    'cannot be asked for with conditions at odds: %s',
    async (query) => {
      expect((await cloud.call('GET', `/v3/role_assignments?${query}`, { token: admin })).status).toBe(400);
    },
  );
});
