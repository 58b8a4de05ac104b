// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AskOptions, type TestNova, testNova } from '../test-nova-api.js';

let nova: TestNova;
beforeAll(async () => {
  nova = await testNova({ values: { quota: { server_groups: 3 } } });
});
afterAll(() => nova.close());

type View = Record<string, unknown> & { readonly id: string };

async function ask(method: string, path: string, options: AskOptions = {}): Promise<[number, View]> {
  const { status, body } = await nova.ask(method, `/v2.1${path}`, { as: 'amy:abc', ...options });
  return [status, (Object.values(body ?? {})[0] ?? {}) as View];
}

const create = (values: Record<string, unknown>, options: AskOptions = {}): Promise<[number, View]> =>
  ask('POST', '/os-server-groups', { json: { server_group: values }, ...options });

describe('server groups', () => {
  it('have policies until 2.63, and a policy with rules since', async () => {
    const [status, first] = await create({ name: 'g', policies: ['affinity'] });
    expect([status, first]).toEqual([
      200,
      { id: expect.any(String) as string, name: 'g', policies: ['affinity'], metadata: {}, members: [] },
    ]);
    expect((await ask('GET', `/os-server-groups/${first.id}`, { version: '2.12' }))[1]).not.toHaveProperty(
      'project_id',
    );
    expect((await ask('GET', `/os-server-groups/${first.id}`, { version: '2.13' }))[1]).toMatchObject({
      project_id: 'abc',
      user_id: 'amy',
    });
    expect((await ask('GET', `/os-server-groups/${first.id}`, { version: '2.64' }))[1]).toMatchObject({
      policy: 'affinity',
      rules: {},
    });
    expect((await create({ name: 's', policies: ['soft-affinity'] }, { version: '2.14' }))[0]).toBe(400);
    expect((await create({ name: 's', policies: ['soft-affinity'] }, { version: '2.15' }))[0]).toBe(200);
    expect((await create({ name: 's', policies: ['affinity', 'anti-affinity'] }))[0]).toBe(400);
    expect(
      await create({ name: 'r', policy: 'affinity', rules: { max_server_per_host: 2 } }, { version: '2.64' }),
    ).toMatchObject([400, { message: 'Only anti-affinity policy supports rules.' }]);
    expect(
      await create({ name: 'r', policy: 'anti-affinity', rules: { max_server_per_host: 2 } }, { version: '2.64' }),
    ).toMatchObject([409, { message: expect.stringContaining('not yet supported') as string }]);
    const [, ruled] = await create(
      { name: 'r', policy: 'anti-affinity', rules: { max_server_per_host: '1' } },
      { version: '2.64' },
    );
    expect(ruled.rules).toEqual({ max_server_per_host: 1 });
    expect(await nova.databases.api.client.instanceGroupPolicy.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { policy: 'affinity', rules: null },
      { policy: 'soft-affinity', rules: null },
      { policy: 'anti-affinity', rules: '{"max_server_per_host":1}' },
    ]);
  });

  it('are not more than the quota', async () => {
    expect(await create({ name: 'many', policies: ['affinity'] })).toMatchObject([
      403,
      { message: 'Quota exceeded, too many server groups.' },
    ]);
  });

  it('tell of members that are not deleted', async () => {
    const { api, cells } = nova.databases;
    const [, group] = await create({ name: 'm', policies: ['affinity'] }, { as: 'bob:def' });
    const [cell] = await cells.listWithHosts();
    if (cell === undefined) throw new Error('There is no cell');
    const { database } = await cells.open(cell);
    const [living, deleted, early] = [randomUUID(), randomUUID(), randomUUID()];
    await database.client.instance.create({ data: { uuid: living } });
    await database.client.instance.create({ data: { uuid: deleted, deleted: 1 } });
    const row = await api.client.instanceGroup.findUniqueOrThrow({ where: { uuid: group.id } });
    for (const uuid of [living, deleted, early]) {
      await api.client.instanceGroupMember.create({ data: { groupId: row.id, instanceUuid: uuid } });
      await api.client.instanceMapping.create({
        data: { instanceUuid: uuid, projectId: 'def', cellId: uuid === early ? null : cell.id },
      });
    }
    const [, shown] = await ask('GET', `/os-server-groups/${group.id}`, { as: 'bob:def' });
    expect(shown.members).toEqual([living, early]);
  });

  it('are of one project; administrators see all', async () => {
    const list = async (query: string, as: string): Promise<View[]> =>
      (await nova.ask('GET', `/v2.1/os-server-groups${query}`, { as })).body as View[];
    const names = async (query: string, as: string): Promise<unknown[]> =>
      ((await list(query, as)) as unknown as { server_groups: View[] }).server_groups.map(({ name }) => name);
    expect(await names('', 'amy:abc')).toEqual(['g', 's', 'r']);
    expect(await names('?all_projects=1', 'amy:abc')).toEqual(['g', 's', 'r']);
    expect(await names('?all_projects=1', 'admin:abc')).toEqual(['g', 's', 'r', 'm']);
    expect(await names('?limit=1&offset=1', 'amy:abc')).toEqual(['s']);
    const groups = await nova.databases.api.client.instanceGroup.findMany({ where: { projectId: 'def' } });
    const path = `/os-server-groups/${groups[0]?.uuid ?? ''}`;
    expect((await ask('GET', path))[0]).toBe(403);
    expect((await ask('DELETE', path))[0]).toBe(403);
    expect((await ask('DELETE', path, { as: 'bob:def' }))[0]).toBe(204);
    expect(await nova.databases.api.client.instanceGroupMember.count()).toBe(0);
    expect(await ask('DELETE', path, { as: 'bob:def' })).toMatchObject([
      404,
      { message: `Instance group ${groups[0]?.uuid ?? ''} could not be found.` },
    ]);
  });
});
