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

const get = (path: string): Promise<Answer> => cloud.call('GET', `/v3/${path}`, { token: admin });
const patch = (id: string, project: unknown): Promise<Answer> =>
  cloud.call('PATCH', `/v3/projects/${id}`, { token: admin, body: { project } });
const project = (name: string, more: object = {}) => cloud.create('projects', 'project', { name, ...more });

describe('a project', () => {
  it('is created, shown, changed and deleted', async () => {
    const created = await project('alpha', { description: null, colour: 'red', tags: ['a'] });
    expect(created).toEqual({
      id: created.id,
      name: 'alpha',
      domain_id: 'default',
      parent_id: 'default',
      is_domain: false,
      enabled: true,
      description: null,
      tags: ['a'],
      options: {},
      colour: 'red',
      links: { self: `http://keystone.test:5000/v3/projects/${created.id}` },
    });
    expect((await patch(created.id, { name: 'beta', colour: 'blue' })).body.project).toMatchObject({
      name: 'beta',
      colour: 'blue',
    });
    await cloud.done('DELETE', `/v3/projects/${created.id}`);
    expect((await get(`projects/${created.id}`)).status).toBe(404);
  });

  it('has a place in a tree', async () => {
    const top = await project('top');
    const middle = await project('middle', { parent_id: top.id });
    const leaf = await project('leaf', { parent_id: middle.id });
    expect((await get(`projects/${leaf.id}?parents_as_ids`)).body.project.parents).toEqual({
      [middle.id]: { [top.id]: { default: null } },
    });
    expect((await get(`projects/${top.id}?subtree_as_ids`)).body.project.subtree).toEqual({
      [middle.id]: { [leaf.id]: null },
    });
    expect((await get(`projects/${top.id}?subtree_as_ids&subtree_as_list`)).status).toBe(400);
    expect((await cloud.call('DELETE', `/v3/projects/${middle.id}`, { token: admin })).status).toBe(403);
    expect((await patch(top.id, { enabled: false })).body.error.message).toBe(
      `Cannot disable project ${top.id} since its subtree contains enabled projects.`,
    );
    expect((await patch(leaf.id, { parent_id: top.id })).status).toBe(403);
    for (const id of [leaf.id, middle.id, top.id]) await patch(id, { enabled: false });
    expect((await patch(leaf.id, { enabled: true })).body.error.message).toContain('disabled parents');
  });

  it('is no deeper than allowed, in no other domain than its parent, and nobody else’s name', async () => {
    let parent = 'default';
    for (let depth = 0; depth < 5; depth++) parent = (await project(`depth${depth}`, { parent_id: parent })).id;
    const create = async (body: object): Promise<Answer> =>
      cloud.call('POST', '/v3/projects', { token: admin, body: { project: body } });
    const deep = await create({ name: 'deep', parent_id: parent });
    expect([deep.status, deep.body.error.message]).toEqual([403, `Max hierarchy depth reached for ${parent} branch.`]);
    const domain = await cloud.create('domains', 'domain', { name: 'elsewhere' });
    expect((await create({ name: 'x', parent_id: parent, domain_id: domain.id })).body.error.message).toContain(
      'specifies a parent in a different domain',
    );
    expect((await create({ name: 'x', domain_id: 'nosuch' })).status).toBe(400);
    expect((await create({ name: 'depth0' })).status).toBe(409);
    expect((await create({ name: 'depth0', domain_id: domain.id })).status).toBe(201);
  });

  it('that is immutable stays as it is until it is not', async () => {
    const { id } = await project('rock', { options: { immutable: true } });
    expect((await patch(id, { name: 'sand' })).status).toBe(403);
    expect((await cloud.call('DELETE', `/v3/projects/${id}`, { token: admin })).status).toBe(403);
    expect((await patch(id, { options: { immutable: false } })).status).toBe(200);
    expect((await patch(id, { name: 'sand' })).status).toBe(200);
  });

  it('has tags', async () => {
    const { id } = await project('tagged');
    const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
      cloud.call(method, `/v3/projects/${id}/tags${path}`, { token: admin, body });
    expect((await call('PUT', '', { tags: ['red', 'blue'] })).body.tags.sort()).toEqual(['blue', 'red']);
    const added = await call('PUT', '/grün');
    expect([added.status, added.headers.get('Location')]).toEqual([201, expect.stringContaining('/tags/gr')]);
    expect((await call('GET', '/grün')).status).toBe(204);
    expect((await call('PUT', '/a,b')).status).toBe(400);
    const find = async (query: string): Promise<number> => (await get(`projects?${query}`)).body.projects.length;
    expect([
      await find('tags=red,blue'),
      await find('tags=red,black'),
      await find('tags-any=red,black'),
      await find('not-tags-any=red&name=tagged'),
    ]).toEqual([1, 0, 1, 0]);
    expect((await call('DELETE', '/red')).status).toBe(204);
    expect((await call('DELETE', '/red')).status).toBe(404);
    expect((await call('DELETE', '')).status).toBe(204);
    expect((await call('GET', '')).body.tags).toEqual([]);
  });
});

describe('a domain', () => {
  it('goes with everything in it, once it is disabled', async () => {
    const domain = await cloud.create('domains', 'domain', { name: 'doomed' });
    const user = await cloud.create('users', 'user', { name: 'u', domain_id: domain.id });
    const group = await cloud.create('groups', 'group', { name: 'g', domain_id: domain.id });
    const top = await project('p', { domain_id: domain.id });
    const child = await project('q', { domain_id: domain.id, parent_id: top.id });
    const member = await cloud.idOf('roles', 'member');
    await cloud.done('PUT', `/v3/projects/${child.id}/users/${user.id}/roles/${member}`);
    await cloud.done('PUT', `/v3/domains/${domain.id}/groups/${group.id}/roles/${member}`);
    expect((await cloud.call('DELETE', `/v3/domains/${domain.id}`, { token: admin })).status).toBe(403);
    await cloud.call('PATCH', `/v3/domains/${domain.id}`, { token: admin, body: { domain: { enabled: false } } });
    await cloud.done('DELETE', `/v3/domains/${domain.id}`);
    for (const path of [`domains/${domain.id}`, `users/${user.id}`, `groups/${group.id}`, `projects/${child.id}`])
      expect((await get(path)).status).toBe(404);
    const left = await get('role_assignments');
    expect(left.body.role_assignments.filter((one: { user?: { id: string } }) => one.user?.id === user.id)).toEqual([]);
  });

  it('is a project, too', async () => {
    const created = await project('acting', { is_domain: true });
    expect(created).toMatchObject({ domain_id: null, parent_id: null, is_domain: true });
    expect((await get('projects?is_domain=1&name=acting')).body.projects).toHaveLength(1);
    expect((await get(`domains/${created.id}`)).body.domain).not.toHaveProperty('parent_id');
  });
});
